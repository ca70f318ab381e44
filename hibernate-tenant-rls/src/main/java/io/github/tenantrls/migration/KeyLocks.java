// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Locks both tables of a foreign key before it is changed, in an order in which a busy application lets it have them. The
 * statement itself locks the referring table and then waits for the other, while transactions that have written to the other
 * wait for the first: they let go only when it gives up.
 *
 * <p>The referred table comes first, with a lock that stops its writers but not the checks of references, so that whoever
 * inserts rows that refer to it can finish. Every other attempt is the other way round, for applications that are.
 */
final class KeyLocks {

    private static final String QUOTED = "\"(?:[^\"]|\"\")+\"";
    private static final String NAME = "(?:" + QUOTED + "|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final Pattern REFERENCES =
            Pattern.compile(QUOTED + "|\\sreferences\\s+(" + NAME + "(?:\\." + NAME + ")?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DROPPED =
            Pattern.compile(QUOTED + "|\\sdrop\\s+constraint\\s+(" + NAME + ")", Pattern.CASE_INSENSITIVE);

    private static final String REFERRED = """
            select k.confrelid::pg_catalog.regclass::text
              from pg_catalog.pg_constraint k
              join pg_catalog.pg_class c on c.oid = k.conrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where k.contype = 'f' and n.nspname || '.' || c.relname = ?
               and '"' || pg_catalog.replace(k.conname, '"', '""') || '"' = ?""";

    private static final String REFERRING = """
            select c.oid::pg_catalog.regclass::text from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname || '.' || c.relname = ?""";

    private final MigrationRun run;

    KeyLocks(MigrationRun run) {
        this.run = run;
    }

    /** Within the transaction of a step, whose statements have no lock to wait for then. */
    void take(MigrationStep step, boolean referringFirst) throws SQLException {
        Set<String> added = new TreeSet<>();
        Set<String> dropped = new TreeSet<>();
        for (String statement : step.statements()) {
            added.addAll(found(REFERENCES, statement));
            for (String constraint : found(DROPPED, statement)) {
                dropped.addAll(tables(REFERRED, step.subject(), constraint));
            }
        }
        added.addAll(dropped);
        if (!added.isEmpty()) {
            String mode = dropped.isEmpty() ? "share row exclusive" : "access exclusive";
            lock(tables(REFERRING, step.subject()), added, mode, referringFirst);
        }
    }

    private void lock(Set<String> referring, Set<String> referred, String mode, boolean referringFirst)
            throws SQLException {
        if (!referringFirst) {
            lock(referred, "share row exclusive");
        }
        lock(referring, mode);
        lock(referred, mode);
    }

    private void lock(Set<String> tables, String mode) throws SQLException {
        run.execute("lock table " + String.join(", ", tables) + " in " + mode + " mode");
    }

    /** Names that follow the words of a statement, not what is within other names. */
    private static List<String> found(Pattern pattern, String statement) {
        return pattern.matcher(statement)
                .results()
                .map(match -> match.group(1))
                .filter(Objects::nonNull)
                .toList();
    }

    private Set<String> tables(String sql, String... values) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (PreparedStatement query = run.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }
}
