// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** How long a factory takes to be built, in a JVM that has done nothing before. */
@NullMarked
package io.github.tenantrls.tests.benchmark.startup;

import org.jspecify.annotations.NullMarked;
