// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds a row for one tenant and another row for a second, and tries to cross from one to the other. Everything is
 * undone. Not thread-safe.
 */
final class RowProbe {

    private final ProbeSession session;
    private final ProbeTable table;
    private final RowBuilder rows;
    private final TableProbe reading;
    private final Verdict verdict;

    RowProbe(ProbeSession session, ProbeTable table, RowBuilder rows, TableProbe reading, Verdict verdict) {
        this.session = session;
        this.table = table;
        this.rows = rows;
        this.reading = reading;
        this.verdict = verdict;
    }

    /**
     * Tries with these tenants.
     *
     * @param owner a tenant to build a row for
     * @param other another one, to give rows to
     * @param stranger a third one, which has no row at all
     * @throws NoRow if no row can be built
     */
    void cross(String owner, String other, String stranger) throws SQLException {
        session.bind(owner);
        rows.insert(rows.prepare(table, owner));
        if (table.readable() && !reading.sees()) {
            throw new NoRow("a row that was inserted for a tenant is not visible to it");
        }
        session.bind(other);
        ProbeRow foreign = rows.prepare(table, other);
        session.bind(stranger);
        reading.reachNothing("for another tenant");
        insert(foreign, other, "for another tenant");
        session.unbind();
        reading.reachNothing("without a tenant");
        insert(foreign, other, "without a tenant");
        session.bind(owner);
        insert(foreign, other, "for another tenant");
        move(foreign, other);
    }

    /** The same row was accepted from its own tenant, so that only a policy can refuse it now. */
    private void insert(ProbeRow foreign, String other, String how) throws SQLException {
        try {
            if (gives(other, foreign.insert(), foreign.parameters())) {
                verdict.refute("a row can be inserted " + how);
            }
        } catch (SQLException e) {
            refused("inserting " + how, e);
        }
    }

    /** Gives a row away, along with what it refers to, so that no foreign key is in the way. */
    private void move(ProbeRow foreign, String other) throws SQLException {
        if (!table.column(String.valueOf(table.tenantColumn())).updatable()) {
            return;
        }
        List<String> columns = moved(foreign);
        List<@Nullable String> values = new ArrayList<>();
        columns.forEach(name -> values.add(foreign.values().get(name)));
        try {
            moved(gives(other, move(columns), values));
        } catch (SQLException e) {
            if (Refusal.byDivision(e)) {
                moved(true); // there was a second row, and so the first was written
            } else {
                refused("moving to another tenant", e);
            }
        }
    }

    /** Whether a statement that succeeds leaves the other tenant with a row more: a trigger may see to it that it does not. */
    private boolean gives(String other, String sql, List<@Nullable String> parameters) throws SQLException {
        long after = session.undone(() -> session.update(sql, parameters) > 0 ? reading.rowsOf(other) : 0L);
        return after > 0 && (!table.readable() || after > session.undone(() -> reading.rowsOf(other)));
    }

    private void moved(boolean done) {
        if (done) {
            verdict.refute("a row can be moved to another tenant");
        }
    }

    private String move(List<String> columns) {
        return columns.stream()
                .map(name -> SqlName.quote(name) + " = cast("
                        + (name.equals(table.tenantColumn()) ? FailingSql.PARAMETER_ONCE : "?") + " as "
                        + table.column(name).type() + ")")
                .collect(Collectors.joining(", ", "update " + table.sqlName() + " set ", ""));
    }

    private List<String> moved(ProbeRow foreign) {
        Set<String> names = new LinkedHashSet<>();
        names.add(String.valueOf(table.tenantColumn()));
        table.foreignKeys().forEach(key -> names.addAll(key.columns()));
        return names.stream()
                .filter(name -> foreign.values().containsKey(name))
                .filter(name -> table.column(name).updatable())
                .toList();
    }

    private void refused(String what, SQLException e) {
        if (!Refusal.byPolicy(e)) {
            verdict.doubt(what + " was refused, but by no policy: " + Refusal.reason(e));
        }
    }
}
