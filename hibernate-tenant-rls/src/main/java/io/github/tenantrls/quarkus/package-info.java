// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * Quarkus REST: finds the tenant of each request, and lets {@link io.github.tenantrls.TenantContext} know it wherever the
 * request is handled.
 *
 * <p>An application makes a bean of class {@link io.github.tenantrls.web.TenantResolver}; Quarkus finds the rest by the index
 * in this jar.
 */
@NullMarked
package io.github.tenantrls.quarkus;

import org.jspecify.annotations.NullMarked;
