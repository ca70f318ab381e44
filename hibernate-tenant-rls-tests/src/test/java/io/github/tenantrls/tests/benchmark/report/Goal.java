// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

/**
 * A goal, and whether it was met.
 *
 * @param text what was to be reached
 * @param measured what was
 */
record Goal(String text, String measured, boolean isMet) {}
