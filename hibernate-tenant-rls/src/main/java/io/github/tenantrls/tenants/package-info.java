// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * Who the tenants are: the table of the tenants, looked up by identifier or slug, and changed as the system; and work that
 * is done once for each of them.
 */
@NullMarked
package io.github.tenantrls.tenants;

import org.jspecify.annotations.NullMarked;
