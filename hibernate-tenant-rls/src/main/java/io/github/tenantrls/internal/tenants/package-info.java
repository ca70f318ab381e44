// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What is known of tenants, and the connections on which it is read and changed: not for applications. */
@NullMarked
package io.github.tenantrls.internal.tenants;

import org.jspecify.annotations.NullMarked;
