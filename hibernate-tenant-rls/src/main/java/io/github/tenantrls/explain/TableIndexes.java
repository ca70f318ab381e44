// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the catalog says of one table's indexes and policies, as the role of the application. Not thread-safe. */
final class TableIndexes {

    private static final String KEYS = """
            select pg_catalog.pg_get_indexdef(i.indexrelid, k, false)
            from pg_catalog.pg_index i
            join pg_catalog.pg_class c on c.oid = i.indexrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
            pg_catalog.generate_series(1, i.indnkeyatts) k
            where n.nspname = ? and c.relname = ? order by k""";

    private static final String LEADS = """
            select 1 from pg_catalog.pg_index i
            where i.indrelid = ?::pg_catalog.regclass and i.indisvalid and i.indpred is null
              and pg_catalog.pg_get_indexdef(i.indexrelid, 1, false) = ?""";

    private static final String POLICIES = """
            select p.polname, pg_catalog.pg_get_expr(p.polqual, p.polrelid), p.polpermissive
            from pg_catalog.pg_policy p
            where p.polrelid = ?::pg_catalog.regclass and p.polcmd in ('*', 'r') and p.polqual is not null
              and exists (select from unnest(p.polroles) r where r = 0 or pg_catalog.pg_has_role(current_user, r, 'usage'))
            order by p.polname""";

    private final Connection connection;

    TableIndexes(Connection connection) {
        this.connection = connection;
    }

    /** The keys of its indexes by which a table is read: columns, and expressions. */
    Set<String> served(List<Scan> scans) throws SQLException {
        Set<String> served = new LinkedHashSet<>();
        for (Scan scan : scans) {
            for (var index : scan.indexes().entrySet()) {
                String condition = scan.plain(index.getValue());
                keys(scan, index.getKey()).stream()
                        .filter(key -> Sql.mentions(condition, key))
                        .forEach(served::add);
            }
        }
        return served;
    }

    List<String> keys(Scan scan, String index) throws SQLException {
        return column(KEYS, scan.schema(), index);
    }

    /** Whether an index leads with a column. */
    boolean leads(Scan scan, String column) throws SQLException {
        return !column(LEADS, Sql.name(scan.schema(), scan.table()), Sql.plain(column))
                .isEmpty();
    }

    /**
     * The policies that keep an index on the tenant from being used: what lets a row through is no plain comparison of the
     * column.
     */
    List<String> unfitPolicies(Scan scan, String column) throws SQLException {
        List<String> permissive = new ArrayList<>();
        List<String> unfit = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(POLICIES)) {
            query.setString(1, Sql.name(scan.schema(), scan.table()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String name = "policy " + row.getString(1) + ": " + row.getString(2);
                    boolean fits = compares(row.getString(2), column);
                    if (!row.getBoolean(3) && fits) {
                        return List.of();
                    } else if (row.getBoolean(3)) {
                        permissive.add(name);
                        if (!fits) {
                            unfit.add(name);
                        }
                    }
                }
            }
        }
        return permissive.size() > 1 ? permissive : unfit;
    }

    private static boolean compares(String expression, String column) {
        return new Condition(expression)
                .conjuncts().stream()
                        .map(Condition::comparisons)
                        .anyMatch(comparisons -> comparisons.size() == 1
                                && comparisons.get(0).operator().equals("=")
                                && comparisons.get(0).left().equals(Sql.plain(column))
                                && !comparisons.get(0).right().startsWith("ANY"));
    }

    private List<String> column(String sql, @Nullable String... parameters) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }
}
