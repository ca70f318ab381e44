// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** From an existing schema to an isolated one. */
@NullMarked
package io.github.tenantrls.tests.migration;

import org.jspecify.annotations.NullMarked;
