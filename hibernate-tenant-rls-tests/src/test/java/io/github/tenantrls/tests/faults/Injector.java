// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.RestartableServer;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Breaks things from outside, each kind again and again, until it is closed; then all is up again. */
final class Injector implements AutoCloseable {

    private static final String SESSIONS = "(pid) from (select pid from pg_stat_activity where usename in"
            + " ('app', 'system') and state %s order by random() limit 1) one";

    private final ScheduledExecutorService executor =
            Executors.newScheduledThreadPool(3, work -> new Thread(work, "faults-injector"));
    private final Results results;
    private final Random random;

    /** What can be broken. */
    record Targets(
            RestartableServer server,
            Database database,
            @Nullable PgBouncer pgBouncer,
            List<Stack> stacks,
            List<Thread> workers) {}

    @FunctionalInterface
    private interface Injection {
        void inject() throws Exception;
    }

    Injector(Results results, Random random) {
        this.results = results;
        this.random = random;
    }

    /**
     * Begins.
     *
     * @param restarts milliseconds from one restart of the server to the next
     */
    void start(Targets targets, long restarts) {
        Database database = targets.database();
        every(
                250,
                "backend terminated",
                () -> asSuperuser(database, "select pg_terminate_backend" + SESSIONS.formatted("<> ''")));
        every(
                100,
                "statement cancelled",
                () -> asSuperuser(database, "select pg_cancel_backend" + SESSIONS.formatted("= 'active'")));
        every(150, "thread interrupted", () -> any(targets.workers()).interrupt());
        every(20, "rows locked by another", () -> lockRows(database));
        every(900, "pool emptied", () -> empty(any(targets.stacks())));
        PgBouncer pgBouncer = targets.pgBouncer();
        if (pgBouncer != null) {
            every(4_000, "PgBouncer killed and restarted", pgBouncer::restart);
        }
        every(restarts, "server restarted", () -> restart(targets.server()));
    }

    private void every(long milliseconds, String name, Injection injection) {
        Future<?> unused = executor.scheduleWithFixedDelay(
                () -> inject(name, injection), milliseconds, milliseconds, TimeUnit.MILLISECONDS);
    }

    private void inject(String name, Injection injection) {
        try {
            injection.inject();
            results.injections().add(name);
        } catch (SQLException e) {
            results.injections().add(name + ": not possible, SQLSTATE " + e.getSQLState()); // the server is down
        } catch (Exception e) {
            results.findings().add(Findings.Kind.UNEXPECTED, name + " failed: " + e);
        }
    }

    private <T> T any(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }

    private void restart(RestartableServer server) throws IOException {
        if (random.nextBoolean()) {
            server.crash();
            results.injections().add("server restarted: at once, as in a crash");
        } else {
            server.restart();
        }
    }

    private void lockRows(Database database) throws Exception {
        try (Connection connection = database.dataSource(Role.SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from account where owner = '" + any(Population.TENANTS) + "' for update");
            Thread.sleep(random.nextInt(60));
            connection.rollback();
        }
    }

    /** Takes all that there is, and keeps it for longer than others wait. */
    private static void empty(Stack stack) throws Exception {
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < stack.size(); i++) {
                taken.add(stack.pool().getConnection());
            }
        } catch (SQLException e) {
            return; // the others have what is left
        } finally {
            Thread.sleep(300);
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private void asSuperuser(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource(Role.SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("what breaks things does not end");
        }
    }
}
