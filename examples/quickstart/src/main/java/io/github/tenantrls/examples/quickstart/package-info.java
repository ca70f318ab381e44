// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The "Try it" of the README: two tenants on one PostgreSQL, and what each of them can reach. */
@NullMarked
package io.github.tenantrls.examples.quickstart;

import org.jspecify.annotations.NullMarked;
