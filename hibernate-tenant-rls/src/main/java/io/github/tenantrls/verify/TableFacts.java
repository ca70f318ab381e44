// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;

/**
 * What the catalog says about one table. Immutable.
 *
 * @param table the table, under the schema and name at which the server found it
 * @param ddl the statements for it
 * @param exists whether the server found it at all; if not, nothing else holds
 * @param kind what it is, as {@code pg_class.relkind}
 * @param rowSecurity whether row-level security is on
 * @param forced whether it holds for the owner too
 * @param owned whether the role that asks has the rights of the owner
 * @param hasTenantColumn whether there is a tenant column
 * @param foundIn the schemas in which its name is found; the first of them is meant
 * @param structure what belongs to it
 * @param policies all of its policies
 */
record TableFacts(
        TenantTable table,
        TenantTableDdl ddl,
        boolean exists,
        String kind,
        boolean rowSecurity,
        boolean forced,
        boolean owned,
        boolean hasTenantColumn,
        List<String> foundIn,
        TableStructure structure,
        TablePolicies policies) {

    String subject() {
        return table.displayName();
    }

    /** Tables and partitioned tables; nothing else can have row-level security. */
    boolean canHaveRowSecurity() {
        return kind.equals("r") || kind.equals("p");
    }

    boolean isForeign() {
        return kind.equals("f");
    }

    /** There is none, and no sign that any was meant. */
    boolean lacksRowSecurity() {
        return !rowSecurity && policies.isEmpty();
    }

    /** The statements for a partition or inheritance child. */
    TenantTableDdl ddlOf(ChildFacts child) {
        return ddl.at(table.at(child.schema(), child.name()));
    }

    /** Statements for a table that lacks everything. */
    List<String> protecting() {
        List<String> statements = new ArrayList<>(isolating());
        statements.addAll(enabling());
        return statements;
    }

    /** Statements that put into force what policies there are. */
    List<String> enabling() {
        return forced ? List.of(ddl.enable()) : List.of(ddl.enable(), ddl.force());
    }

    /** Statements that add the tenant column where it is missing. */
    List<String> addingColumn() {
        return hasTenantColumn
                ? List.of()
                : List.of(ddl.addColumn(), ddl.setDefault(), ddl.setNotNull(), ddl.createIndex());
    }

    /** Statements that make the policies where there are none, and before them the column that they need. */
    List<String> isolating() {
        List<String> statements = new ArrayList<>(addingColumn());
        statements.addAll(ddl.createPolicies());
        return statements;
    }
}
