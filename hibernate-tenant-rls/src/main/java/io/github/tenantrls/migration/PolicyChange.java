// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.schema.TenantTableDdl;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is to be done about the policies of one table.
 *
 * @param table the table
 * @param there its policies
 * @param ddl its statements
 * @param statements takes what is to be done
 * @param undo takes what takes it back
 */
record PolicyChange(
        TableState table, List<PolicyState> there, TenantTableDdl ddl, List<String> statements, List<String> undo) {

    /** Creates a policy where there is none of that name that is right. */
    void want(String name, String create, Predicate<PolicyState> right) {
        List<PolicyState> old =
                there.stream().filter(policy -> policy.name().equals(name)).toList();
        if (old.stream().noneMatch(right)) {
            undo.add(ddl.dropPolicy(name).replaceFirst("^drop policy ", "drop policy if exists "));
            for (PolicyState policy : old) {
                statements.add(ddl.dropPolicy(name));
                undo.add(policy.create(table.sqlName()));
            }
            statements.add(create);
        }
    }
}
