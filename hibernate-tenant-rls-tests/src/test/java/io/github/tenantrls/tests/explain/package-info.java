// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
@NullMarked
package io.github.tenantrls.tests.explain;

import org.jspecify.annotations.NullMarked;
