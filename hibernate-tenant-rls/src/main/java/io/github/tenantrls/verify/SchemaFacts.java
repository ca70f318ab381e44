// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the search path or of a table, in which the runtime role may create objects.
 *
 * @param name its name
 * @param owner the role that owns it, if the runtime role has the rights of that one
 * @param otherOwners who might own it: the owner of the database
 * @param grants by which it may
 */
record SchemaFacts(String name, @Nullable String owner, List<String> otherOwners, List<GrantFacts> grants) {}
