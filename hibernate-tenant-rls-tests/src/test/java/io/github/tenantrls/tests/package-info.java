// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the library claims, tested; a class that ends in {@code IT} needs a PostgreSQL, see {@code support}. */
@NullMarked
package io.github.tenantrls.tests;

import org.jspecify.annotations.NullMarked;
