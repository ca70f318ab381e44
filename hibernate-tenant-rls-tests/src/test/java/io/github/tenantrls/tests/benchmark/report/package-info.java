// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** What a run's figures come to: tables, goals and plots, for people. */
@NullMarked
package io.github.tenantrls.tests.benchmark.report;

import org.jspecify.annotations.NullMarked;
