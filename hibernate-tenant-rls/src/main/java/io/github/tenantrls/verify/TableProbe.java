// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks at one table for rows that whoever is bound can reach and should not. Not thread-safe. */
final class TableProbe {

    private final ProbeSession session;
    private final ProbeTable table;
    private final Verdict verdict;

    TableProbe(ProbeSession session, ProbeTable table, Verdict verdict) {
        this.session = session;
        this.table = table;
        this.verdict = verdict;
    }

    /**
     * Tries to read, update and delete whatever row there is; the one who is bound has none.
     *
     * @param viewer who it is, for the reasons
     */
    void reachNothing(String viewer) throws SQLException {
        if (table.readable()) {
            attempt("reading", () -> {
                if (sees()) {
                    verdict.refute("rows are visible " + viewer);
                }
            });
        }
        Optional<ProbeColumn> column = table.updatable();
        if (column.isPresent()) {
            String update = "update " + table.sqlName() + " set "
                    + column.get().sqlName() + " = cast(" + FailingSql.TEXT + " as "
                    + column.get().type() + ")";
            attempt("updating", () -> {
                if (reaches(update)) {
                    verdict.refute("an update reaches rows " + viewer);
                }
            });
        }
        if (table.deletable()) {
            attempt("deleting", () -> {
                if (reaches("delete from " + table.sqlName() + " returning " + FailingSql.TEXT)) {
                    verdict.refute("a delete reaches rows " + viewer);
                }
            });
        }
    }

    /** Whether there is any row to be seen. */
    boolean sees() throws SQLException {
        String sql = "select exists (select from " + table.sqlName() + ")";
        return session.undone(
                () -> "t".equals(session.rows(sql, List.of()).get(0).get(0)));
    }

    /** How many rows of its own a tenant sees, which is bound for that; one where nobody may look. */
    long rowsOf(String tenant) throws SQLException {
        if (!table.readable()) {
            return 1;
        }
        ProbeColumn column = table.column(String.valueOf(table.tenantColumn()));
        session.bind(tenant);
        String sql = "select count(*) from " + table.sqlName() + " where " + SqlName.quote(column.name())
                + " = cast(? as " + column.type() + ")";
        return Long.parseLong(
                String.valueOf(session.rows(sql, List.of(tenant)).get(0).get(0)));
    }

    private boolean reaches(String statement) throws SQLException {
        try {
            session.undone(() -> session.execute(statement));
            return false;
        } catch (SQLException e) {
            if (Refusal.byDivision(e)) {
                return true;
            }
            throw e;
        }
    }

    /** Does something; if the server refuses it, that is why it is not proved. */
    private void attempt(String what, Attempt attempt) throws SQLException {
        try {
            attempt.run();
        } catch (SQLException e) {
            verdict.doubt(what + " could not be tried: " + Refusal.reason(e));
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws SQLException;
    }
}
