// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * From a request to a tenant: what states it, whether there is such a tenant, and whether who asks may act for it.
 *
 * <p>Knows no framework; the packages below it, {@code .spring} and {@code .quarkus} connect it with theirs.
 */
@NullMarked
package io.github.tenantrls.web;

import org.jspecify.annotations.NullMarked;
