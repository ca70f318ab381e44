// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationLockedException;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The advisory lock of a migration: held through all of it, by one session, and released however it ends. */
@ExtendWith(DatabaseExtension.class)
class OneMigrationAtATimeIT {

    private static final String HELD = "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            + " where d.datname = current_database() and l.locktype = 'advisory' and l.granted";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    private final List<Duration> waited = new CopyOnWriteArrayList<>();
    private final MigrationListener waiting = new MigrationListener() {
        @Override
        public void waiting(Duration soFar) {
            waited.add(soFar);
        }
    };

    @BeforeEach
    void table() {
        database.empty();
        database.sql(Role.OWNER, "create table a (id int primary key)", "create sequence seen");
    }

    private static Connection holder() throws SQLException {
        Connection holder = database.connection(Role.OWNER);
        try (Statement statement = holder.createStatement()) {
            statement.execute("set application_name = 'the other one'");
            statement.execute("select pg_advisory_lock(" + MigrationRunner.LOCK_KEY + ")");
        }
        return holder;
    }

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static MigrationStep change() {
        return step(StepKind.COLUMN, "public.a", "alter table a add x int");
    }

    @Test
    void a_second_one_is_refused_with_who_is_at_work() throws SQLException {
        try (Connection holder = holder();
                Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(
                            () -> runner(Handmade.IMPATIENT, waiting, change()).run(connection))
                    .isInstanceOf(MigrationLockedException.class)
                    .hasNoCause()
                    .hasMessage("Another migration of this database is at work: pid " + pid(holder)
                            + ", application the other one, user owner; it was waited for 0 s; run it again when that one"
                            + " is done, or end that one by select pg_terminate_backend(" + pid(holder) + ")");
            assertThat(waited).hasSizeBetween(1, 3);
            assertThat(database.query(
                            Role.OWNER, "select 1 from pg_attribute where attrelid = 'a'::regclass and attname = 'x'"))
                    .isEmpty();
        }
    }

    @Test
    void a_second_one_waits_for_the_first_and_goes_on() throws Exception {
        RunOptions patient = new RunOptions(Duration.ofMillis(200), 3, 10, Duration.ZERO, Duration.ofSeconds(30));
        try (Connection holder = holder();
                Connection connection = database.connection(Role.OWNER)) {
            CompletableFuture<?> second = CompletableFuture.supplyAsync(() -> {
                try {
                    return runner(patient, waiting, change()).run(connection);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> waited.size() >= 3);
            assertThat(second).isNotDone();
            holder.close();
            second.get();
        }
        assertThat(waited).isSorted();
    }

    @Test
    void another_database_is_migrated_meanwhile() throws Exception {
        try (Connection holder = holder();
                Database other = Database.create();
                Connection connection = other.connection(Role.OWNER)) {
            assertThat(runner().run(connection).isEmpty()).isTrue();
            assertThat(holder.isClosed()).isFalse();
        }
    }

    @Test
    void it_is_held_through_all_steps_and_roll_backs_and_then_released() throws SQLException {
        String look = "create table seen_%d as " + HELD;
        MigrationStep rolledBackOnce = step(
                StepKind.COLUMN,
                "public.a",
                "do $$ begin if nextval('seen') = 1 then raise 'again' using errcode = '40P01'; end if; end $$",
                look.formatted(1));
        MigrationStep alone = Handmade.alone(StepKind.COLUMN, "public.a", look.formatted(2));
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(rolledBackOnce, alone).run(connection);
            assertThat(database.query(Role.SUPERUSER, "select * from seen_1 union all select * from seen_2"))
                    .containsExactly("1", "1");
            assertThat(database.value(Role.SUPERUSER, HELD)).isEqualTo("0");
        }
    }

    @Test
    void it_is_released_when_a_step_fails() throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> runner(step(StepKind.COLUMN, "public.a", "select 1 / 0"))
                            .run(connection))
                    .hasMessageContaining("division by zero");
            assertThat(database.value(Role.SUPERUSER, HELD)).isEqualTo("0");
        }
    }

    @Test
    void when_the_connection_is_lost_it_is_said_that_the_next_run_goes_on() throws SQLException {
        MigrationStep last = step(
                StepKind.COLUMN,
                "public.a",
                "alter table a add y int",
                "select pg_terminate_backend(pg_backend_pid())");
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> runner(change(), last).run(connection))
                    .isExactlyInstanceOf(TenantRlsException.class)
                    .hasMessage(
                            "The migration ended in step 2 of 2 (change public.a): FATAL: terminating connection due to"
                                    + " administrator command; what was committed stays; connect and run it again, and it goes on"
                                    + " from there")
                    .cause()
                    .satisfies(cause ->
                            assertThat(((SQLException) cause).getSQLState()).isEqualTo("57P01"));
        }
        await().untilAsserted(
                        () -> assertThat(database.value(Role.SUPERUSER, HELD)).isEqualTo("0"));
        assertThat(database.query(
                        Role.OWNER,
                        "select attname from pg_attribute where attrelid = 'a'::regclass and attname in ('x', 'y')"))
                .containsExactly("x");
    }
}
