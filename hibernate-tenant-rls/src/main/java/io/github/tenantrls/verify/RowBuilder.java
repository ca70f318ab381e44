// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds rows that a table takes, and before them those that they refer to. Inserts as an application would: triggers
 * fire and sequences advance. Not thread-safe.
 */
final class RowBuilder {

    /** How many rows are tried when values are there already, or are refused. */
    private static final int MAX_ATTEMPTS = 20;

    private final ProbeSession session;
    private final ProbeSchema schema;

    RowBuilder(ProbeSession session, ProbeSchema schema) {
        this.session = session;
        this.schema = schema;
    }

    /**
     * A row that the table accepts from the tenant that is bound; it is not there yet, but what it refers to is.
     *
     * @throws NoRow if there is none, with the reason
     */
    ProbeRow prepare(ProbeTable table, String tenant) throws SQLException {
        try {
            return session.kept(() -> row(table, Map.of(), new References(this, session, schema, tenant, true)));
        } catch (NoRow reason) {
            try { // a row that is referred to may already have the one that it may have
                return session.kept(() -> row(table, Map.of(), new References(this, session, schema, tenant, false)));
            } catch (NoRow again) {
                reason.addSuppressed(again);
                throw reason;
            }
        }
    }

    /** Inserts a row that {@link #prepare} found. */
    void insert(ProbeRow row) throws SQLException {
        int inserted = session.kept(() -> session.update(row.insert(), row.parameters()));
        if (inserted != 1) {
            throw new NoRow("an inserted row of " + row.table().displayName()
                    + " does not stay there, because a trigger or a rule takes it elsewhere");
        }
    }

    /** Inserts a row with some given values, and returns some of its values. */
    List<@Nullable String> insert(
            ProbeTable table, Map<String, @Nullable String> given, List<String> wanted, References references)
            throws SQLException {
        ProbeRow row = row(table, given, references);
        try {
            return session.kept(() -> session.first(row.insertReturning(wanted), row.parameters()))
                    .orElseThrow(() -> new NoRow("an inserted row of " + table.displayName() + " does not stay there"));
        } catch (SQLException e) {
            throw refused(table, e);
        }
    }

    private ProbeRow row(ProbeTable table, Map<String, @Nullable String> given, References references)
            throws SQLException {
        if (!table.insertable()) {
            throw new NoRow("the role may not insert into " + table.displayName() + ", so no row can be built");
        }
        Map<String, @Nullable String> fixed = references.resolve(table, given);
        List<List<Map<String, @Nullable String>>> solutions = new CheckSolver(session, table, fixed).solve();
        for (int attempt = 0; ; attempt++) {
            Map<String, @Nullable String> values = new LinkedHashMap<>(fixed);
            for (List<Map<String, @Nullable String>> group : solutions) {
                group.get(attempt % group.size()).forEach(values::putIfAbsent);
            }
            addRequired(table, values, attempt);
            ProbeRow row = new ProbeRow(table, values);
            try {
                session.undone(() -> session.update(row.insert(), row.parameters()));
                return row;
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !Refusal.ofValues(e)) {
                    throw refused(table, e);
                }
            }
        }
    }

    /** New values at each attempt, but none for columns that a solution leaves to the server. */
    private void addRequired(ProbeTable table, Map<String, @Nullable String> values, int attempt) throws SQLException {
        for (ProbeColumn column : table.columns()) {
            if (column.required() && !values.containsKey(column.name())) {
                values.put(column.name(), sample(column, attempt));
            }
        }
    }

    /** A value of the column's type. */
    String sample(ProbeColumn column, int attempt) throws SQLException {
        List<String> values = new ArrayList<>(
                column.isDomain()
                        ? new Castable(session)
                                .of(column, SampleValues.fitting(column, String.valueOf(column.domainChecks())))
                        : SampleValues.of(column));
        if (values.isEmpty()) {
            throw new NoRow("no value of type " + column.type() + " was found for the column " + column.name());
        }
        return values.get(attempt % values.size());
    }

    private static NoRow refused(ProbeTable table, SQLException e) {
        return new NoRow("no row of " + table.displayName() + " could be built: " + Refusal.reason(e), e);
    }
}
