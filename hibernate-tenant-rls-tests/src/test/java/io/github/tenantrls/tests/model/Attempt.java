// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/** Executes statements where the model says that they can be, and makes sure that they are refused where they cannot. */
final class Attempt {

    /** How often each happened, so that no sequences are taken for proof in which it did not. */
    static final Map<Refusal, Integer> REFUSED = new ConcurrentHashMap<>();

    private Attempt() {}

    /** A statement, or several, and what is expected of it. */
    @FunctionalInterface
    interface Call {
        void call() throws SQLException;
    }

    /** Executes what is bound; whether it was not refused. */
    static boolean bound(World world, Session session, Call call) throws SQLException {
        return attempt(world, session, true, call);
    }

    /** Executes a command that needs no tenant. */
    static boolean utility(World world, Session session, Call call) throws SQLException {
        return attempt(world, session, false, call);
    }

    /** Executes what the server answers with an error. */
    static void failing(World world, Session session, String sqlState, Call call) throws SQLException {
        boolean[] failed = {false};
        attempt(world, session, true, () -> {
            try {
                call.call();
            } catch (SQLException e) {
                if (!sqlState.equals(e.getSQLState())) {
                    throw e;
                }
                failed[0] = true;
                return;
            }
            throw new AssertionError("an error " + sqlState + " was expected");
        });
        if (failed[0]) {
            session.lane.failed();
        }
    }

    private static boolean attempt(World world, Session session, boolean binds, Call call) throws SQLException {
        Refusal expected = world.refusal(session, binds);
        session.mayHaveBegun |= session.lane.state == TransactionState.IDLE;
        try {
            call.call();
        } catch (SQLException | TenantRlsException e) {
            return refused(expected, e);
        }
        if (expected != null && expected != Refusal.PERHAPS_OPEN_CURSOR) {
            throw new AssertionError("It was not refused: " + expected);
        }
        session.lane.executed();
        return true;
    }

    private static boolean refused(@Nullable Refusal expected, Exception e) {
        if (expected == null || !expected.is(e)) {
            throw new AssertionError("It was refused, expected " + expected + ": " + e, e);
        }
        REFUSED.merge(expected, 1, Integer::sum);
        return false;
    }
}
