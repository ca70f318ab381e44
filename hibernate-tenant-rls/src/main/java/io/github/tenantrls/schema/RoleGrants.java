// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a role may do that works on the rows, granted as far as it is lacking: lines for the body of an anonymous block. */
public final class RoleGrants {

    /** What who changes rows needs. */
    public static final List<String> ON_TABLES = List.of("select", "insert", "update", "delete");

    /** What who reads rows needs. */
    public static final List<String> TO_READ = List.of("select");

    /** What who inserts rows needs on the sequences of serial columns; those of identity columns need no grant. */
    public static final List<String> ON_SEQUENCES = List.of("usage", "select");

    private final String role;
    private final String roleName;

    RoleGrants(String role) {
        this.role = quote(role);
        this.roleName = literal(role) + "::pg_catalog.name";
    }

    List<String> onTable(TenantTable table) {
        List<String> lines = new ArrayList<>();
        String schema = table.schema();
        if (schema != null) {
            lines.add(onSchema(schema));
        }
        lines.add(missing("table", regclass(table.sqlName()), ON_TABLES, table.sqlName()));
        lines.add(onOwnedSequences(table));
        return lines;
    }

    List<String> onTenants(@Nullable String schema, String sqlName, List<String> privileges) {
        String onTable = missing("table", regclass(sqlName), privileges, sqlName);
        return schema == null ? List.of(onTable) : List.of(onSchema(schema), onTable);
    }

    String onSequence(String sqlName) {
        return ifThere(sqlName, missing("sequence", regclass(sqlName), ON_SEQUENCES, sqlName));
    }

    String onSharedTable(String sqlName) {
        return ifThere(sqlName, missing("table", regclass(sqlName), ON_TABLES, sqlName));
    }

    private static String ifThere(String sqlName, String line) {
        return "if pg_catalog.to_regclass(" + literal(sqlName) + ") is not null then " + line + " end if;";
    }

    /** Left to whoever owns the schema if that is another role, who would only get a warning out of it. */
    private String onSchema(String schema) {
        return "if exists (select from pg_catalog.pg_namespace where nspname = " + literal(schema)
                + " and pg_catalog.pg_has_role(nspowner, 'usage') and not pg_catalog.has_schema_privilege(" + roleName
                + ", oid, 'usage')) then grant usage on schema " + quote(schema) + " to " + role + "; end if;";
    }

    private String missing(String kind, String object, List<String> privileges, String sqlName) {
        String granted = privileges.stream()
                .map(privilege ->
                        "pg_catalog.has_" + kind + "_privilege(" + roleName + ", " + object + ", '" + privilege + "')")
                .collect(Collectors.joining(" and "));
        return "if not (" + granted + ") then grant " + String.join(", ", privileges) + " on " + kind + " " + sqlName
                + " to " + role + "; end if;";
    }

    /** Those of serial columns; the sequences of identity columns need no grant. */
    private String onOwnedSequences(TenantTable table) {
        return Stream.of(
                        "declare owned pg_catalog.regclass; begin",
                        "for owned in select c.oid from pg_catalog.pg_depend d join pg_catalog.pg_class c on c.oid = d.objid",
                        "where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass",
                        "and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass",
                        "and d.refobjid = " + regclass(table.sqlName()) + " and d.deptype = 'a'",
                        // a case, because the server may evaluate parts of an "and" in any order
                        "and case when c.relkind = 'S' then not pg_catalog.has_sequence_privilege(" + roleName
                                + ", c.oid, 'usage') end",
                        "loop execute pg_catalog.format('grant usage, select on sequence %s to %I', owned, " + roleName
                                + "); end loop; end;")
                .collect(Collectors.joining(" "));
    }

    private static String regclass(String sqlName) {
        return literal(sqlName) + "::pg_catalog.regclass";
    }
}
