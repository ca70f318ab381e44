// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The advisory lock that one migration of a database holds. It is the session's: rolling back does not release it, and the
 * server does when the session ends.
 */
final class MigrationLock implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final String TRY = "select pg_catalog.pg_try_advisory_lock(" + MigrationRunner.LOCK_KEY + ")";
    private static final String RELEASE = "select pg_catalog.pg_advisory_unlock(" + MigrationRunner.LOCK_KEY + ")";

    /** One number is held as the two halves of it. */
    private static final String HOLDER = "select l.pid, coalesce(nullif(a.application_name, ''), 'without a name'),"
            + " coalesce(a.usename::pg_catalog.text, 'unknown')"
            + " from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid"
            + " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
            + " and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())"
            + " and (l.classid::pg_catalog.int8 << 32 | l.objid::pg_catalog.int8) = " + MigrationRunner.LOCK_KEY;

    private final Connection connection;

    private MigrationLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Waits for it. It asks again and again: a statement that waits in the server has a snapshot, and a concurrent index
     * creation of whoever holds the lock would wait for the end of that.
     *
     * @throws MigrationLockedException if another holds it for longer than is to be waited
     */
    static MigrationLock acquire(Connection connection, MigrationRun run) throws SQLException {
        long begin = System.nanoTime();
        while (!isTrue(connection, TRY)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(run.options().maxWait()) >= 0) {
                throw refusal(connection, waited);
            }
            run.listener().waiting(waited);
            run.cancellation().pause(LOOK);
            run.requireWanted();
        }
        return new MigrationLock(connection);
    }

    private static MigrationLockedException refusal(Connection connection, Duration waited) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet holder = statement.executeQuery(HOLDER)) {
            if (!holder.next()) {
                return new MigrationLockedException(
                        "Another migration of this database has only just ended; run it again", null);
            }
            return new MigrationLockedException(
                    "Another migration of this database is at work: pid " + holder.getInt(1) + ", application "
                            + holder.getString(2) + ", user " + holder.getString(3) + "; it was waited for "
                            + waited.toSeconds() + " s; run it again when that one is done, or end that one by select"
                            + " pg_terminate_backend(" + holder.getInt(1) + ")",
                    null);
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Lets the next one begin; where the connection is lost, the server has done it. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed() && !isTrue(connection, RELEASE)) {
            throw new TenantRlsException(
                    "The migration's advisory lock was not this session's at the end, so another"
                            + " migration may have been at work; connect to the server itself, not to a pool in transaction mode");
        }
    }
}
