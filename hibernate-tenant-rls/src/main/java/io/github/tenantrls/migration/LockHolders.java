// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Names those who have locks on the table of a step that did not get its own. */
final class LockHolders {

    private static final String HOLDERS = """
            select l.pid, coalesce(a.usename::text, 'autovacuum'), coalesce(nullif(a.application_name, ''), 'without a name')
              from pg_catalog.pg_locks l
              join pg_catalog.pg_class c on c.oid = l.relation
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              join pg_catalog.pg_database d on d.oid = l.database and d.datname = pg_catalog.current_database()
              left join pg_catalog.pg_stat_activity a on a.pid = l.pid
             where l.granted and n.nspname || '.' || c.relname = ? and l.pid <> pg_catalog.pg_backend_pid()
             group by 1, 2, 3
             order by pg_catalog.min(a.xact_start) nulls last, 1
             limit 3""";

    private final MigrationRun run;

    LockHolders(MigrationRun run) {
        this.run = run;
    }

    String remedy(MigrationStep step) {
        return "others held its locks in all of " + run.options().attempts() + " attempts" + holders(step.subject())
                + "; run it again when they are done, or with a longer lock timeout, or end them by select"
                + " pg_terminate_backend(pid)";
    }

    private String holders(String subject) {
        try {
            List<String> found = read(subject);
            return found.isEmpty() ? "" : ", now " + String.join(" and ", found);
        } catch (SQLException e) {
            return "";
        }
    }

    private List<String> read(String subject) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = run.connection().prepareStatement(HOLDERS)) {
            query.setString(1, subject);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add("pid " + rows.getInt(1) + " (user " + rows.getString(2) + ", application "
                            + rows.getString(3) + ")");
                }
            }
        }
        return found;
    }
}
