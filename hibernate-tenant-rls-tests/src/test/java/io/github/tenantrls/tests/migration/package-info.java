// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Tests of {@code io.github.tenantrls.migration}. */
@NullMarked
package io.github.tenantrls.tests.migration;

import org.jspecify.annotations.NullMarked;
