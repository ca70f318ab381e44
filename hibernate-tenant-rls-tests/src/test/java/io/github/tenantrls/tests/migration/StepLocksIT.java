// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.alone;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationLockedException;
import io.github.tenantrls.migration.MigrationPlan;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks that others hold: waited for shortly, again and again, and never for ever. */
@ExtendWith(DatabaseExtension.class)
class StepLocksIT {

    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);
    private static final RunOptions PATIENT =
            new RunOptions(LOCK_TIMEOUT, 20, 10, Duration.ZERO, Duration.ofSeconds(20));

    private static final RunOptions LONG =
            new RunOptions(Duration.ofSeconds(30), 20, 10, Duration.ZERO, Duration.ofSeconds(20));
    private static final String WAITING = "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            + " where d.datname = current_database() and not l.granted and l.relation is not null";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    private final List<String> retried = new CopyOnWriteArrayList<>();
    private final MigrationListener retrying = new MigrationListener() {
        @Override
        public void retrying(MigrationStep step, int attempt, SQLException cause) {
            retried.add(attempt + " " + cause.getSQLState());
        }
    };

    @BeforeEach
    void table() {
        database.empty();
        database.sql(
                Role.OWNER, "create table a (id int primary key)", "insert into a values (1)", "create sequence n");
    }

    private static MigrationStep change() {
        return step(StepKind.COLUMN, "public.a", "alter table a add x int");
    }

    /** Somebody's transaction, with locks that a query leaves until its end. */
    private static Connection reader() throws SQLException {
        Connection reader = database.connection(Role.OWNER);
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("set application_name = 'a report'");
            statement.execute("select * from a");
        }
        return reader;
    }

    private static CompletableFuture<MigrationPlan> start(MigrationRunner runner) {
        return CompletableFuture.supplyAsync(() -> {
            try (Connection connection = database.connection(Role.OWNER)) {
                return runner.run(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_step_gets_through_once_a_reader_is_done_and_nobody_queues_behind_it_for_long() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (Connection reader = reader()) {
            CompletableFuture<Duration> longest = CompletableFuture.supplyAsync(() -> longestStatement(done));
            CompletableFuture<MigrationPlan> run = start(runner(PATIENT, retrying, change()));
            await().until(() -> retried.size() >= 3);
            assertThat(run).isNotDone();
            reader.rollback();
            run.get();
            done.set(true);
            assertThat(longest.get()).isBetween(LOCK_TIMEOUT.minusMillis(50), LOCK_TIMEOUT.plusMillis(300));
        }
        assertThat(retried).startsWith("1 55P03", "2 55P03", "3 55P03");
    }

    /** Of an application that works on the table meanwhile. */
    private static Duration longestStatement(AtomicBoolean done) {
        long longest = 0;
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            while (!done.get()) {
                long begin = System.nanoTime();
                statement.executeUpdate("update a set id = id");
                longest = Math.max(longest, System.nanoTime() - begin);
                Thread.sleep(5);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(longest);
    }

    @Test
    void it_is_refused_after_all_attempts_with_who_has_the_lock() throws Exception {
        try (Connection reader = reader();
                Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(
                            () -> runner(Handmade.IMPATIENT, retrying, change()).run(connection))
                    .isInstanceOf(MigrationLockedException.class)
                    .hasMessageMatching("The migration ended in step 1 of 1 \\(change public.a\\): ERROR: canceling"
                            + " statement due to lock timeout; others held its locks in all of 3 attempts, now pid \\d+"
                            + " \\(user owner, application a report\\); run it again when they are done, or with a longer"
                            + " lock timeout, or end them by select pg_terminate_backend\\(pid\\)")
                    .cause()
                    .satisfies(cause ->
                            assertThat(((SQLException) cause).getSQLState()).isEqualTo("55P03"));
            reader.rollback();
        }
        assertThat(retried).containsExactly("1 55P03", "2 55P03");
    }

    @Test
    void deadlocks_and_serialization_failures_are_tried_again_from_the_beginning_of_the_step() throws Exception {
        MigrationStep step = step(
                StepKind.COLUMN,
                "public.a",
                "insert into a select nextval('n') + 100",
                "do $$ begin if currval('n') = 1 then raise 'x' using errcode = '40P01';"
                        + " elsif currval('n') = 2 then raise 'x' using errcode = '40001'; end if; end $$");
        start(runner(Handmade.IMPATIENT, retrying, step)).get();
        assertThat(retried).containsExactly("1 40P01", "2 40001");
        assertThat(database.query(Role.OWNER, "select id from a where id > 100"))
                .containsExactly("103");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table b add constraint f foreign key (a_id) references a not valid",
                "alter table b drop constraint \"b_a_id_fkey\""
            })
    void a_key_does_not_keep_the_referring_table_from_those_who_have_the_referred_one(String change) throws Exception {
        database.sql(Role.OWNER, "create table b (id int primary key, a_id int references a)");
        try (Connection user = database.connection(Role.APP);
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("set lock_timeout = 50");
            statement.execute("update a set id = id");
            CompletableFuture<MigrationPlan> run =
                    start(runner(LONG, retrying, step(StepKind.KEY, "public.b", change)));
            await().until(() -> "1".equals(database.value(Role.SUPERUSER, WAITING)));
            statement.execute("insert into b values (1, 1)");
            assertThat(run).isNotDone();
            user.commit();
            run.get();
        }
        assertThat(retried).isEmpty();
    }

    @Test
    void other_errors_are_not_tried_again() throws Exception {
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> runner(PATIENT, retrying, step(StepKind.COLUMN, "public.a", "select 1 / 0"))
                            .run(connection))
                    .hasMessageContaining("division by zero");
        }
        assertThat(retried).isEmpty();
    }

    @Test
    void a_concurrent_index_outlasts_a_transaction_that_is_longer_than_the_lock_timeout() throws Exception {
        MigrationStep index = alone(StepKind.INDEX, "public.a", "create index concurrently a_x on a (id)");
        try (Connection reader = reader()) {
            CompletableFuture<MigrationPlan> run = start(runner(PATIENT, retrying, index));
            assertThat(run.thenApply(plan -> true)
                            .completeOnTimeout(
                                    false, 3 * LOCK_TIMEOUT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                            .get())
                    .isFalse();
            reader.rollback();
            run.get();
        }
        assertThat(retried).isEmpty();
    }

    @Test
    void a_concurrent_index_that_broke_off_is_planned_anew() throws Exception {
        List<String> plans = new ArrayList<>();
        RunOptions impatient = new RunOptions(LOCK_TIMEOUT, 20, 10, Duration.ZERO, Duration.ZERO);
        try (Connection reader = reader()) {
            CompletableFuture<MigrationPlan> run = start(runner(impatient, retrying, connection -> {
                String state = database.value(
                        Role.SUPERUSER,
                        "select coalesce((select indisvalid::text from pg_index where indexrelid = to_regclass('a_x')), 'none')");
                plans.add(String.valueOf(state));
                MigrationStep create = alone(StepKind.INDEX, "public.a", "create index concurrently a_x on a (id)");
                MigrationStep drop = alone(StepKind.INDEX, "public.a", "drop index concurrently a_x");
                return switch (String.valueOf(state)) {
                    case "none" -> List.of(step(StepKind.TENANTS_TABLE, "public.c", "create table c (id int)"), create);
                    case "false" -> List.of(drop, create);
                    default -> List.of();
                };
            }));
            await().until(() -> !retried.isEmpty());
            reader.rollback();
            assertThat(run.get().steps()).isNotEmpty();
        }
        assertThat(retried).startsWith("1 55P03");
        assertThat(plans).startsWith("none", "false");
        assertThat(database.value(Role.OWNER, "select indisvalid from pg_index where indexrelid = 'a_x'::regclass"))
                .isEqualTo("t");
    }
}
