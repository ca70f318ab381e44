// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the policies of the contenders cost in queries, on one copy of the same rows. */
@NullMarked
package io.github.tenantrls.tests.benchmark.queries;

import org.jspecify.annotations.NullMarked;
