// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Whether the database really isolates the tenants: what is wrong, what it lets happen, and the SQL that mends it. */
@NullMarked
package io.github.tenantrls.verify;

import org.jspecify.annotations.NullMarked;
