// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What policies do to the plan of a statement, and whether they cost an index. */
@NullMarked
package io.github.tenantrls.explain;

import org.jspecify.annotations.NullMarked;
