// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
/** The command line: parses, calls the packages that do the work, and prints. Run from the jar with the classifier {@code cli}. */
@NullMarked
package io.github.tenantrls.cli;

import org.jspecify.annotations.NullMarked;
