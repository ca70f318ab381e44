// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/**
 * What a contender does in a JVM of its own. Nothing here but {@code LibraryTenancy} needs the library, which is not on
 * the class path of the others, and nothing needs more of Hibernate than what 7.4 and 8.0 have in common.
 */
@NullMarked
package io.github.tenantrls.tests.benchmark.worker;

import org.jspecify.annotations.NullMarked;
