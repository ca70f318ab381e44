// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Negative controls of {@link MigrationUnderLoadIT}: what it asserts of locks and waits fails for careless migrations. */
@ExtendWith(DatabaseExtension.class)
class LockWatchIT {

    private static final int ROWS = 1_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void tables() {
        database.empty();
        OldApplication.create(database, ROWS);
        database.sql(
                Role.OWNER,
                "alter table ticket add tenant_id text",
                "create function slow(id bigint) returns text language plpgsql immutable as"
                        + " $$ begin perform pg_sleep(0.001); return 't'; end $$");
    }

    private static void run(LockWatch watch, OldApplication application, MigrationStep step) throws Exception {
        try (watch;
                application;
                Connection connection = database.connection(Role.OWNER)) {
            runner(RunOptions.DEFAULT, MigrationListener.NONE, step).run(connection);
        }
        assertThat(application.failures()).isEmpty();
    }

    @Test
    void an_index_that_keeps_others_from_writing_is_seen() throws Exception {
        LockWatch watch = new LockWatch(database, "ticket", "note");
        OldApplication application = new OldApplication(database, ROWS, 3);
        run(watch, application, step(StepKind.INDEX, "public.ticket", "create index on ticket (slow(id))"));
        assertThat(watch.longest().get("ticket ShareLock")).isGreaterThan(SECOND);
        assertThat(watch.longestWait()).isGreaterThan(SECOND);
        assertThat(application.longest()).isGreaterThan(SECOND);
    }

    @Test
    void an_update_of_all_rows_is_seen_by_those_who_wait_for_them() throws Exception {
        LockWatch watch = new LockWatch(database, "ticket", "note");
        OldApplication application = new OldApplication(database, ROWS, 3);
        run(watch, application, step(StepKind.BACKFILL, "public.ticket", "update ticket set tenant_id = slow(id)"));
        assertThat(watch.longestWait()).isGreaterThan(SECOND);
        assertThat(application.longest()).isGreaterThan(SECOND);
    }

    @Test
    void a_validation_in_the_transaction_of_its_constraint_is_seen() throws Exception {
        LockWatch watch = new LockWatch(database, "ticket", "note");
        OldApplication application = new OldApplication(database, ROWS, 3);
        run(
                watch,
                application,
                step(
                        StepKind.NOT_NULL,
                        "public.ticket",
                        "alter table ticket add constraint c check (slow(id) is not null) not valid",
                        "alter table ticket validate constraint c"));
        assertThat(watch.longest().get("ticket AccessExclusiveLock")).isGreaterThan(SECOND);
        assertThat(application.longest()).isGreaterThan(SECOND);
    }
}
