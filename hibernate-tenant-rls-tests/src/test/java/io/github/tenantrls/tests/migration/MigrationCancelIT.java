// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.alone;
import static io.github.tenantrls.tests.migration.Handmade.backfill;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.migration.MigrationCancelledException;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody ends a migration at any moment: at once, with nothing half done, and the next one can begin. */
@ExtendWith(DatabaseExtension.class)
class MigrationCancelIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SLEEPING = "select count(*) from pg_stat_activity where datname = current_database()"
            + " and application_name = 'hibernate-tenant-rls migration' and state = 'active' and query like '%pg_sleep%'";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private @Nullable Thread thread;

    @BeforeEach
    void table() {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table item (id int primary key, owner text, tenant_id text)",
                "insert into item select i, 'a' from generate_series(1, 1000) i");
    }

    @AfterEach
    void everything_is_as_before_the_next_one_can_begin() throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(step(StepKind.COLUMN, "public.item", "alter table item add further int"))
                    .run(connection);
        }
    }

    /** On a connection that goes on to be used. */
    private Connection start(MigrationRunner runner) {
        Connection connection = database.connection(Role.OWNER);
        thread = new Thread(() -> {
            failure.set(catchThrowable(() -> runner.run(connection)));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        return connection;
    }

    private void awaitEnd() throws InterruptedException {
        if (thread != null) {
            thread.join(5_000);
            assertThat(thread.isAlive()).as("it has ended at once").isFalse();
        }
    }

    private void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static void awaitSleep() {
        await().until(() -> "1".equals(database.value(Role.SUPERUSER, SLEEPING)));
    }

    private static void assertIsRestored(Connection connection) throws SQLException {
        assertThat(connection.getAutoCommit()).isTrue();
        try (Statement statement = connection.createStatement()) {
            statement.execute("do $$ begin if current_setting('application_name') like 'hibernate-tenant-rls%'"
                    + " or current_setting('row_security') = 'off' then raise 'not restored'; end if; end $$");
        }
    }

    @Test
    void the_statement_at_work_is_cancelled_and_its_step_rolled_back() throws Exception {
        MigrationRunner runner = runner(
                step(StepKind.COLUMN, "public.item", "alter table item add x int"),
                step(StepKind.COLUMN, "public.item", "create table half (id int)", "select pg_sleep(60)"));
        try (Connection connection = start(runner)) {
            awaitSleep();
            runner.cancel();
            awaitEnd();
            assertThat(failure.get())
                    .isInstanceOf(MigrationCancelledException.class)
                    .hasMessage(
                            "The migration was cancelled in step 2 of 2 (change public.item); what was committed stays,"
                                    + " and what was not is rolled back; run it again, and it goes on from there");
            assertIsRestored(connection);
        }
        assertThat(interrupted).isFalse();
        assertThat(database.value(Role.OWNER, "select to_regclass('half')::text"))
                .isNull();
    }

    @Test
    void a_thread_that_is_interrupted_ends_and_is_interrupted_still() throws Exception {
        try (Connection connection = start(runner(alone(StepKind.INDEX, "public.item", "select pg_sleep(60)")))) {
            awaitSleep();
            interrupt();
            awaitEnd();
            assertThat(failure.get()).isInstanceOf(MigrationCancelledException.class);
            assertIsRestored(connection);
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void a_backfill_ends_with_what_is_committed_and_goes_on_from_there() throws Exception {
        RunOptions slow = new RunOptions(Duration.ofMillis(200), 3, 10, Duration.ofMillis(1), Duration.ZERO);
        AtomicReference<@Nullable MigrationRunner> running = new AtomicReference<>();
        MigrationListener cancelling = new MigrationListener() {
            @Override
            public void progress(MigrationStep step, long done, long total) {
                MigrationRunner runner = running.get();
                if (done == 50 && runner != null) {
                    runner.cancel();
                }
            }
        };
        MigrationRunner cancelled = runner(slow, cancelling, backfill("item", "t.owner"));
        running.set(cancelled);
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> cancelled.run(connection))
                    .isInstanceOf(MigrationCancelledException.class)
                    .hasMessageContaining("in step 1 of 1 (fill public.item) after 50 rows;");
            assertThat(database.value(Role.OWNER, "select count(tenant_id) from item"))
                    .isEqualTo("50");
            assertThatThrownBy(() -> cancelled.run(connection))
                    .as("a runner that was cancelled runs no more")
                    .isInstanceOf(MigrationCancelledException.class);
            database.sql(Role.OWNER, "update item set owner = 'later'");
            runner(backfill("item", "t.owner")).run(connection);
        }
        assertThat(database.query(Role.OWNER, "select tenant_id || count(*) from item group by tenant_id order by 1"))
                .containsExactly("a50", "later950");
    }

    @Test
    void a_rest_between_two_batches_ends_at_once() throws Exception {
        RunOptions slow = new RunOptions(Duration.ofMillis(200), 3, 10, LONG, Duration.ZERO);
        MigrationRunner runner = runner(slow, MigrationListener.NONE, backfill("item", "t.owner"));
        try (Connection connection = start(runner)) {
            await().until(() -> "10".equals(database.value(Role.OWNER, "select count(tenant_id) from item")));
            runner.cancel();
            awaitEnd();
            assertThat(failure.get()).isInstanceOf(MigrationCancelledException.class);
            assertIsRestored(connection);
        }
        assertThat(database.value(Role.OWNER, "select count(tenant_id) from item"))
                .isEqualTo("10");
    }

    @Test
    void waiting_for_another_migration_ends_at_once() throws Exception {
        RunOptions patient = new RunOptions(Duration.ofMillis(200), 3, 10, Duration.ZERO, LONG);
        AtomicBoolean waiting = new AtomicBoolean();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void waiting(Duration waited) {
                waiting.set(true);
            }
        };
        try (Connection holder = database.connection(Role.OWNER);
                Statement statement = holder.createStatement()) {
            statement.execute("select pg_advisory_lock(" + MigrationRunner.LOCK_KEY + ")");
            MigrationRunner runner = runner(patient, listener, step(StepKind.COLUMN, "public.item", "select 1"));
            try (Connection connection = start(runner)) {
                await().untilTrue(waiting);
                interrupt();
                awaitEnd();
                assertThat(failure.get())
                        .isInstanceOf(MigrationCancelledException.class)
                        .hasMessageStartingWith("The migration was cancelled before its first step;");
                assertIsRestored(connection);
            }
        }
    }

    @Test
    void waiting_for_a_lock_ends_at_once() throws Exception {
        RunOptions patient = new RunOptions(LONG, 3, 10, Duration.ZERO, LONG);
        try (Connection reader = database.connection(Role.OWNER);
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from item");
            MigrationRunner runner = runner(
                    patient,
                    MigrationListener.NONE,
                    step(StepKind.COLUMN, "public.item", "alter table item add x int"));
            try (Connection connection = start(runner)) {
                await().until(() -> "1"
                        .equals(database.value(
                                Role.SUPERUSER,
                                "select count(*) from pg_locks where not granted and relation = 'item'::regclass")));
                runner.cancel();
                awaitEnd();
                assertThat(failure.get()).isInstanceOf(MigrationCancelledException.class);
                assertIsRestored(connection);
            }
        }
    }
}
