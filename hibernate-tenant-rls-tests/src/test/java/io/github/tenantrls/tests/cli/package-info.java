// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Tests of {@code io.github.tenantrls.cli}. */
@NullMarked
package io.github.tenantrls.tests.cli;

import org.jspecify.annotations.NullMarked;
