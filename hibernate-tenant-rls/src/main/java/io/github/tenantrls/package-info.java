// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * What an application touches: {@link io.github.tenantrls.TenantScoped} on its entities, {@link
 * io.github.tenantrls.TenantContext} around its work, and the names of the settings.
 */
@NullMarked
package io.github.tenantrls;

import org.jspecify.annotations.NullMarked;
