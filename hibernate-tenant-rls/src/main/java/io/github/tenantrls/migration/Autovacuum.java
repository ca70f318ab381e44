// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends an autovacuum away that is at work on a table. It holds a lock against changes of the table for as long as it takes,
 * and gives way only to who waits for longer than {@code deadlock_timeout}: longer than the application may be held up.
 *
 * <p>So it is waited for with a lock that conflicts with the vacuum and with no statement of an application.
 */
final class Autovacuum {

    /** The table of the step and those that it refers to, where a process without user holds the lock of a vacuum. */
    private static final String VACUUMED = """
            select distinct pg_catalog.format('%I.%I', n.nspname, c.relname)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_locks l
                on l.relation = c.oid and l.locktype = 'relation' and l.granted and l.mode = 'ShareUpdateExclusiveLock'
              join pg_catalog.pg_database d on d.oid = l.database and d.datname = pg_catalog.current_database()
              left join pg_catalog.pg_stat_activity a on a.pid = l.pid
             where a.usesysid is null and (
                   n.nspname || '.' || c.relname = ?
                or exists (select from pg_catalog.pg_constraint k
                             join pg_catalog.pg_class t on t.oid = k.conrelid
                             join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
                            where k.confrelid = c.oid and tn.nspname || '.' || t.relname = ?))
             order by 1""";

    private static final String PATIENCE =
            "select pg_catalog.set_config('lock_timeout', (setting::int + 1000)::text, true)"
                    + " from pg_catalog.pg_settings where name = 'deadlock_timeout'";

    private final MigrationRun run;

    Autovacuum(MigrationRun run) {
        this.run = run;
    }

    /** Within the transaction that is to change the table, so that no other vacuum begins before it ends. */
    void sendAway(MigrationStep step) throws SQLException {
        List<String> tables = vacuumed(step.subject());
        if (!tables.isEmpty()) {
            run.execute(PATIENCE);
            run.execute("lock table " + String.join(", ", tables) + " in share update exclusive mode");
        }
    }

    private List<String> vacuumed(String subject) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = run.connection().prepareStatement(VACUUMED)) {
            query.setString(1, subject);
            query.setString(2, subject);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }
}
