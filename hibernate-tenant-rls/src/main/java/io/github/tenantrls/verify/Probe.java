// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries, for all tables of one persistence unit, to cross from tenant to tenant. Not thread-safe. */
final class Probe {

    private static final int MAX_GUESSES = 20;

    private final ProbeSession session;
    private final CatalogQuery catalog;
    private final Unit unit;

    /**
     * Prepares to try.
     *
     * @param session in a transaction that is rolled back afterwards, logged in as the application is
     */
    Probe(ProbeSession session, CatalogQuery catalog, Unit unit) {
        this.session = session;
        this.catalog = catalog;
        this.unit = unit;
    }

    /** Tries all of it. */
    ProbeReport report() throws SQLException {
        long start = System.nanoTime();
        session.prepare();
        RoleFacts role = AccessCatalog.role(catalog);
        ProbeSchema schema = ProbeCatalog.read(catalog);
        List<ProbeResult> results = new ArrayList<>();
        for (int position = 1; position <= unit.tables().size(); position++) {
            Optional<ProbeTable> table = schema.wanted(position);
            results.add(
                    table.isPresent()
                            ? probe(table.get(), schema)
                            : missing(unit.tables().get(position - 1).displayName()));
        }
        return new ProbeReport(
                unit.configuration().unit(),
                results,
                role.name(),
                role.serverVersion(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private static ProbeResult missing(String table) {
        return new ProbeResult(
                table, ProbeOutcome.NOT_PROVABLE, List.of("there is no such table for the runtime role"));
    }

    private ProbeResult probe(ProbeTable table, ProbeSchema schema) throws SQLException {
        Verdict verdict = new Verdict(table.displayName());
        if (!table.canHaveRowSecurity()) {
            verdict.doubt("it is no table, and only tables can have row-level security of their own");
        } else if (table.find(String.valueOf(table.tenantColumn())).isEmpty()) {
            verdict.doubt("it has no column " + table.tenantColumn() + ", so no row in it belongs to a tenant");
        } else {
            session.undone(() -> {
                probe(table, schema, verdict);
                return verdict;
            });
        }
        return verdict.result();
    }

    private void probe(ProbeTable table, ProbeSchema schema, Verdict verdict) throws SQLException {
        TableProbe reading = new TableProbe(session, table, verdict);
        reading.reachNothing("without a tenant"); // as the connection came; only now is the variable set
        try {
            String stranger = stranger(table, reading);
            session.bind(stranger);
            reading.reachNothing("for another tenant");
            RowProbe rows = new RowProbe(session, table, new RowBuilder(session, schema), reading, verdict);
            cross(table, schema, rows, stranger, reading);
        } catch (NoRow e) {
            verdict.doubt(e.reason());
        } catch (SQLException e) {
            verdict.doubt("the server refused to go on: " + Refusal.reason(e));
        }
    }

    /** With tenants that nobody has; where the tenant must be one of a list that is not to be added to, with two of it. */
    private void cross(ProbeTable table, ProbeSchema schema, RowProbe rows, String stranger, TableProbe reading)
            throws SQLException {
        String owner = stranger(table, reading);
        String other = stranger(table, reading);
        try {
            undone(() -> rows.cross(owner, other, stranger));
        } catch (NoRow reason) {
            List<String> known = knownTenants(schema);
            if (known.size() < 2) {
                throw reason;
            }
            undone(() -> rows.cross(known.get(0), known.get(1), stranger));
        }
    }

    private void undone(Attempt attempt) throws SQLException {
        session.undone(() -> {
            attempt.run();
            return attempt;
        });
    }

    private List<String> knownTenants(ProbeSchema schema) throws SQLException {
        List<String> known = new ArrayList<>();
        for (ProbeForeignKey key : schema.toTenants()) {
            ProbeTable tenants = schema.table(key.target());
            String column = tenants.column(key.targetColumns().get(0)).sqlName();
            if (known.isEmpty() && tenants.readable()) {
                for (List<@Nullable String> row : session.rows(
                        "select " + column + "::pg_catalog.text from " + tenants.sqlName() + " limit 2", List.of())) {
                    known.add(String.valueOf(row.get(0)));
                }
            }
        }
        return known;
    }

    /** Numbers are few enough for one of them to be somebody's. */
    private String stranger(ProbeTable table, TableProbe reading) throws SQLException {
        ProbeColumn column = table.column(String.valueOf(table.tenantColumn()));
        for (int guess = 0; guess < MAX_GUESSES; guess++) {
            String tenant = ProbeTenants.random(table.tenantType(), column);
            boolean taken = column.isNumber() && table.readable() && session.undone(() -> reading.rowsOf(tenant)) > 0;
            if (!taken) {
                return tenant;
            }
        }
        throw new NoRow("no identifier was found that no tenant has");
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws SQLException;
    }
}
