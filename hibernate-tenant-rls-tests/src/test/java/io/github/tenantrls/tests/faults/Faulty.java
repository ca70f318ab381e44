// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.RestartableServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run on a server of its own. */
final class Faulty {

    /** A deadlock is found soon. */
    private static final Map<String, String> SETTINGS = Map.of("deadlock_timeout", "100ms");

    private Faulty() {}

    static Results run(Plan plan) throws Exception {
        try (RestartableServer server = RestartableServer.start(SETTINGS);
                Database database = server.createDatabase();
                PgBouncer pgBouncer = pgBouncer(database)) {
            Population.create(database);
            return new Harness(plan, server, database, pgBouncer).run();
        }
    }

    private static @Nullable PgBouncer pgBouncer(Database database) throws Exception {
        return PgBouncer.isThere() ? database.pgBouncer(Stacks.BACKENDS) : null;
    }
}
