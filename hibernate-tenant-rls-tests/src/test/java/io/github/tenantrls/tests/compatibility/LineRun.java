// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import io.github.tenantrls.tests.compatibility.Setting.Pool;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.PgBouncer;
import org.hibernate.Version;

/** The battery with the Hibernate and the Java of this JVM: on each PostgreSQL, by each pool, direct and through PgBouncer. */
final class LineRun {

    /** What its lines of output begin with; all else is logged by others. */
    static final String RESULT = "RESULT\t";

    static final int OLDEST_SERVER = 14;
    static final int NEWEST_SERVER = 18;

    private static final String HIBERNATE = Version.getVersionString();
    private static final String JAVA = String.valueOf(Runtime.version().feature());

    private LineRun() {}

    public static void main(String[] arguments) throws Exception {
        for (int major = OLDEST_SERVER; major <= NEWEST_SERVER; major++) {
            if (OtherServer.isThere(major)) {
                try (OtherServer server = OtherServer.start(major)) {
                    each(server, major);
                }
            } else {
                print(major, "any", "any", "not run: no binaries for " + OtherServer.platform());
            }
        }
        System.exit(0); // whatever threads a pool has left
    }

    private static void each(OtherServer server, int major) throws Exception {
        for (Pool pool : Pool.values()) {
            try (Database database = server.createDatabase()) {
                run(major, "direct", new Setting(database, database.url(), pool));
            }
            if (PgBouncer.isThere()) {
                try (Database database = server.createDatabase();
                        PgBouncer bouncer = database.pgBouncer(5)) {
                    run(major, "PgBouncer", new Setting(database, bouncer.url(database.name()), pool));
                }
            } else {
                print(major, pool.title, "PgBouncer", "not run: pgbouncer is not installed");
            }
        }
    }

    private static void run(int major, String way, Setting setting) {
        String said = Outcome.PASSED;
        try {
            Battery.run(setting);
        } catch (Exception | Error e) {
            e.printStackTrace();
            said = "failed: " + e;
        }
        print(major, setting.pool().title, way, said);
    }

    private static void print(int major, String pool, String way, String said) {
        System.out.println(RESULT + new Outcome(HIBERNATE, JAVA, String.valueOf(major), pool, way, said).toLine());
    }
}
