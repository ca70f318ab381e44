// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.PgBouncer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The battery on the build's own line; on all others it runs by the profile {@code compatibility}. */
@ExtendWith(DatabaseExtension.class)
class BatteryIT {

    private final Database database;

    BatteryIT(Database database) {
        this.database = database;
    }

    @Test
    void holds_with_agroal() throws Exception {
        database.empty();
        Battery.run(new Setting(database, database.url(), Setting.Pool.AGROAL));
    }

    @Test
    void holds_with_hikari_behind_pgbouncer() throws Exception {
        assumeTrue(PgBouncer.isThere(), "pgbouncer is not installed");
        database.empty();
        try (PgBouncer bouncer = database.pgBouncer(5)) {
            Battery.run(new Setting(database, bouncer.url(database.name()), Setting.Pool.HIKARI));
        }
    }
}
