// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What the library costs, against what else there is: run by the profile {@code benchmarks}, never by a build. */
@NullMarked
package io.github.tenantrls.tests.benchmark;

import org.jspecify.annotations.NullMarked;
