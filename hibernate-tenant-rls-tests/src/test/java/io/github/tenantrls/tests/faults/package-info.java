// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Random work of many threads and tenants while everything breaks that can break, and what must hold all the same. */
@NullMarked
package io.github.tenantrls.tests.faults;

import org.jspecify.annotations.NullMarked;
