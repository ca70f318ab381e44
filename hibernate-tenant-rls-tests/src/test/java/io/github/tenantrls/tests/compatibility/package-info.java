// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The essentials on each line of Hibernate, Java, PostgreSQL and pool; only what all lines have is called here. */
@NullMarked
package io.github.tenantrls.tests.compatibility;

import org.jspecify.annotations.NullMarked;
