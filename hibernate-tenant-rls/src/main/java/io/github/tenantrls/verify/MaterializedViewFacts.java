// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A materialized view that the runtime role can read.
 *
 * @param subject its name, for people
 * @param tables the tables whose rows it holds, for people
 * @param grants by which it can be read
 */
record MaterializedViewFacts(String subject, List<String> tables, List<GrantFacts> grants) {}
