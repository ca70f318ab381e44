// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What must hold of connections while nobody works. */
final class Quiet {

    private static final Duration PATIENCE = Duration.ofSeconds(6);

    /** HikariCP waits for up to ten seconds before it tries again to reach a server that was not there. */
    private static final Duration RECONNECTION = Duration.ofSeconds(12);

    /** Neither tenant nor role, and so no row. */
    private static final String LEFT = "select coalesce(current_setting('app.current_tenant', true), '')"
            + " || current_setting('role') || (select count(*) from account)";

    private static final String ALL =
            "select count(*) from pg_stat_activity where datname = current_database() and usename in ('app', 'system')";

    private static final String BUSY = ALL + " and state <> 'idle'";

    private final Database database;
    private final Stacks stacks;
    private final Findings findings;

    Quiet(Database database, Stacks stacks, Findings findings) {
        this.database = database;
        this.stacks = stacks;
        this.findings = findings;
    }

    void check() throws Exception {
        for (Stack stack : stacks.all()) {
            settles(() -> stack.active().getAsInt(), 0, stack.name() + ": connections that were not given back");
        }
        settles(stacks::activeOfSystem, 0, "the system's: connections that were not given back");
        settles(() -> count(BUSY), 0, "sessions of the server in a transaction, or that still work");
        settles(() -> count(ALL), stacks.size(), "sessions of the server");
        for (Stack stack : stacks.all()) {
            if (findings.isEmpty()) { // what is not given back cannot be looked at
                nothingIsLeft(stack);
            }
        }
    }

    private int count(String sql) {
        return Integer.parseInt(String.valueOf(database.value(Role.SUPERUSER, sql)));
    }

    private void settles(Supplier<Integer> number, int most, String what) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (number.get() > most) {
            if (Instant.now().isAfter(end)) {
                findings.add(Kind.CONNECTION, what + ": " + number.get() + " instead of " + most + " at most");
                return;
            }
            Thread.sleep(20);
        }
    }

    /**
     * Takes all connections of the pool; what is broken is thrown away by the pool, until none is. By way of PgBouncer as
     * many as it has, each in a transaction, or else it could be one of its connections again and again.
     */
    private void nothingIsLeft(Stack stack) throws SQLException {
        boolean pooledTwice = stack.name().equals(Stacks.PGBOUNCER);
        int size = pooledTwice ? Stacks.BACKENDS : stack.size();
        int broken = size * 3;
        List<Connection> lent = new ArrayList<>();
        try {
            while (lent.size() < size) {
                Connection connection = lent(stack);
                try {
                    if (pooledTwice) {
                        connection.setAutoCommit(false);
                    }
                    look(stack, connection);
                    lent.add(connection);
                } catch (SQLException e) {
                    connection.close();
                    if (broken-- == 0) {
                        throw e;
                    }
                }
            }
        } catch (SQLException e) {
            findings.add(Kind.CONNECTION, stack.name() + ": the pool has no " + size + " connections: " + e);
        } finally {
            for (Connection connection : lent) {
                if (pooledTwice) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                connection.close();
            }
        }
    }

    private static Connection lent(Stack stack) throws SQLException {
        Instant end = Instant.now().plus(RECONNECTION);
        while (true) {
            try {
                return stack.pool().getConnection();
            } catch (SQLException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
        }
    }

    private void look(Stack stack, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LEFT)) {
            row.next();
            if (!"none0".equals(row.getString(1))) {
                findings.add(Kind.TENANT_LEFT, stack.name() + ": a connection of the pool has " + row.getString(1));
            }
        }
    }
}
