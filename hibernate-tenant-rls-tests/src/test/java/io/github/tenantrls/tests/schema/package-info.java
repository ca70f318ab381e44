// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** Tests of {@code io.github.tenantrls.schema}. */
@NullMarked
package io.github.tenantrls.tests.schema;

import org.jspecify.annotations.NullMarked;
