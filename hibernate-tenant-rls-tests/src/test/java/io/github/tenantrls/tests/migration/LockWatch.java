// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at the locks of a database every 20 ms: those that a migration holds on tables and their indexes and that conflict
 * with reading or writing rows, and how long an application waits for any. What begins and ends between two looks is not seen,
 * so it was shorter than the time between them.
 */
final class LockWatch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(20);

    private static final String CONFLICTING = """
            select c.relname || ' ' || l.mode, l.pid || ' ' || l.virtualtransaction
              from pg_locks l
              join pg_stat_activity a on a.pid = l.pid and a.application_name = 'hibernate-tenant-rls migration'
              join pg_class c on c.oid = l.relation
              left join pg_index i on i.indexrelid = c.oid
             where a.datname = current_database() and l.granted and l.locktype = 'relation' and coalesce(i.indrelid, c.oid) = any (?::regclass[])
               and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')""";

    private static final String WAITING = """
            select coalesce(extract(epoch from max(clock_timestamp() - l.waitstart)) * 1000, 0)::int8
              from pg_locks l join pg_stat_activity a on a.pid = l.pid and a.application_name = 'old application'
             where a.datname = current_database() and not l.granted""";

    private final Database database;
    private final String tables;
    private final Thread thread = new Thread(this::look, "lock watch");
    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, Duration> longest = new TreeMap<>();
    private final Map<String, Long> firstSeen = new HashMap<>();
    private Duration longestSeen = Duration.ZERO;
    private Duration longestWait = Duration.ZERO;
    private Duration longestGap = Duration.ZERO;
    private long looks;
    private volatile boolean ended;

    LockWatch(Database database, String... tables) {
        this.database = database;
        this.tables = "{" + String.join(",", tables) + "}";
        thread.start();
    }

    private void look() {
        try (Connection connection = database.connection(Role.SUPERUSER);
                PreparedStatement conflicting = connection.prepareStatement(CONFLICTING);
                PreparedStatement waiting = connection.prepareStatement(WAITING)) {
            conflicting.setString(1, tables);
            long last = System.nanoTime();
            while (!ended) {
                last = look(conflicting, waiting, last);
                Thread.sleep(LOOK.toMillis());
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A lock was held at most from the look before it was seen first to that in which it was gone. */
    private long look(PreparedStatement conflicting, PreparedStatement waiting, long last) throws SQLException {
        long begun = System.nanoTime();
        Set<String> seen = new HashSet<>();
        try (ResultSet rows = conflicting.executeQuery()) {
            while (rows.next()) {
                String lock = rows.getString(1) + "|" + rows.getString(2);
                seen.add(lock);
                since.putIfAbsent(lock, last);
                long first = firstSeen.computeIfAbsent(lock, added -> begun);
                longestSeen = max(longestSeen, Duration.ofNanos(begun - first));
            }
        }
        try (ResultSet rows = waiting.executeQuery()) {
            rows.next();
            longestWait = max(longestWait, Duration.ofMillis(rows.getLong(1)));
        }
        long now = System.nanoTime();
        since.forEach((lock, begin) ->
                longest.merge(lock.substring(0, lock.indexOf('|')), Duration.ofNanos(now - begin), LockWatch::max));
        since.keySet().retainAll(seen);
        firstSeen.keySet().retainAll(seen);
        longestGap = max(longestGap, Duration.ofNanos(now - last));
        looks++;
        return now;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }

    /** By table and mode, how long the migration held a lock at most that conflicts with reading or writing rows; once it is closed. */
    Map<String, Duration> longest() {
        return longest;
    }

    /** How long a lock was held at least, between two looks that both saw it: whatever kept this thread from looking. */
    Duration longestSeen() {
        return longestSeen;
    }

    Duration longestWait() {
        return longestWait;
    }

    Duration longestGap() {
        return longestGap;
    }

    long looks() {
        return looks;
    }
}
