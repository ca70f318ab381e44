// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Tests of {@code io.github.tenantrls.verify}. */
@NullMarked
package io.github.tenantrls.tests.verify;

import org.jspecify.annotations.NullMarked;
