// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.EntityManagerFactory;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.Version;
import org.jspecify.annotations.Nullable;

/**
 * Shows on an embedded PostgreSQL what the library does; every line is computed from the database. Exits non-zero if
 * anything is not as it should be.
 */
public final class Quickstart {

    private final DemoServer server;
    private final Map<String, Object> settings;
    private final Report report;

    private Quickstart(DemoServer server, Map<String, Object> settings, PrintStream out) {
        this.server = server;
        this.settings = settings;
        this.report = new Report(out);
    }

    /** Runs on a server of its own. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        Logger.getLogger("org.hibernate").setLevel(Level.OFF); // it reports the refused insert, and so do we
        boolean ok;
        try (DemoServer server = DemoServer.start()) {
            ok = run(server, Map.of(), System.out);
        }
        if (!ok) {
            System.exit(1);
        }
    }

    /**
     * Runs on a given server.
     *
     * @param settings of the application, beyond persistence.xml and the connection
     * @return whether everything is as it should be
     */
    public static boolean run(DemoServer server, Map<String, Object> settings, PrintStream out) throws SQLException {
        return new Quickstart(server, settings, out).run();
    }

    private boolean run() throws SQLException {
        report.title("hibernate-tenant-rls: two tenants in the same tables of one database");
        report.title("PostgreSQL " + server.truth("show server_version").get(0) + " (embedded), Hibernate "
                + Version.getVersionString() + ", application logged in as \"app\"");
        try (EntityManagerFactory application = server.application(settings);
                EntityManagerFactory plain = server.plain()) {
            fill(application);
            new Reads(server, application, report).show();
            new Writes(server, application, report).show();
            new RoundTrips(server.counter(), application, plain, report).show();
        }
        refuseStarts();
        return report.summary();
    }

    private static void fill(EntityManagerFactory application) {
        fill(
                application,
                Tenant.ACME,
                new Task(new Project("Apollo", "moon"), "launch"),
                new Task(new Project("Atlas", "map"), "draw"));
        fill(
                application,
                Tenant.GLOBEX,
                new Task(new Project("Borealis", "north"), "freeze"),
                new Task(new Project("Basalt", "rock"), "dig"));
    }

    private static void fill(EntityManagerFactory application, Tenant tenant, Task... tasks) {
        tenant.run(application, em -> {
            for (Task task : tasks) {
                em.persist(task.getProject());
                em.persist(task);
            }
        });
    }

    private void refuseStarts() throws SQLException {
        report.section("The start, once somebody ran", "answer");
        for (String policy : server.truth("select policyname from pg_policies where tablename = 'task'")) {
            server.asSuperuser("drop policy " + policy + " on task");
        }
        refuseStart("drop policy .. on task");
        server.asSuperuser("alter table project disable row level security");
        refuseStart("disable row level security on project");
    }

    private void refuseStart(String change) {
        @Nullable IsolationException refused = null;
        try {
            server.application(settings).close();
        } catch (RuntimeException e) {
            refused = isolationFailure(e);
        }
        report.line(change, refused != null, refused == null ? "started" : "refused");
        if (refused != null) {
            String.valueOf(refused.getMessage())
                    .lines()
                    .filter(Quickstart::isFinding)
                    .forEach(report::quote);
        }
    }

    /** The message also says how to mend what was found, and how to start in spite of it. */
    private static boolean isFinding(String line) {
        return line.matches("  [A-Z]+ RLS\\d+ .*");
    }

    private static @Nullable IsolationException isolationFailure(RuntimeException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationException found) {
                return found;
            }
        }
        throw new TenantRlsException("The start failed for another reason than a missing policy", e);
    }
}
