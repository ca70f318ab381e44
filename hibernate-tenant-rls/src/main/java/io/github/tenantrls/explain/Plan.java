// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.util.List;

/**
 * The plan of a statement.
 *
 * @param text as PostgreSQL prints it
 * @param scans how it reads tables, in no particular order
 */
record Plan(String text, List<Scan> scans) {}
