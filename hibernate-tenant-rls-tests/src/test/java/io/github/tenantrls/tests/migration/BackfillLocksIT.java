// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.backfill;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationLockedException;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that an application has locked hold a backfill up for no longer than they must, and it the application neither. */
@ExtendWith(DatabaseExtension.class)
class BackfillLocksIT {

    private static final RunOptions PATIENT =
            new RunOptions(Duration.ofMillis(200), 20, 10, Duration.ZERO, Duration.ofSeconds(20));
    private static final String FILLED = "select count(tenant_id) from item";

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
    void empty() {
        database.empty();
    }

    private static void table(String key) {
        database.sql(
                Role.OWNER,
                "create table item (id int, n int default 0, owner text, tenant_id text" + key + ")",
                "insert into item select i, 0, 't' || i % 5 from generate_series(1, 95) i");
    }

    private static CompletableFuture<?> start(MigrationRunner runner) {
        return CompletableFuture.supplyAsync(() -> {
            try (Connection connection = database.connection(Role.OWNER)) {
                return runner.run(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {", primary key (id)", ""})
    void rows_that_are_locked_are_filled_last(String key) throws Exception {
        table(key);
        try (Connection user = database.connection(Role.APP);
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("update item set n = n + 1, owner = 't0' where id in (1, 37)");
            CompletableFuture<?> run = start(runner(PATIENT, retrying, backfill("item", "t.owner")));
            await().until(() -> "93".equals(database.value(Role.OWNER, FILLED)));
            await().until(() -> !retried.isEmpty());
            user.commit();
            run.get();
        }
        assertThat(retried).first().isEqualTo("1 55P03");
        assertThat(database.value(Role.OWNER, "select count(*) from item where tenant_id = owner"))
                .isEqualTo("95");
        assertThat(database.query(Role.OWNER, "select tenant_id || n from item where id in (1, 37)"))
                .containsExactly("t01", "t01");
    }

    @Test
    void rows_that_are_locked_for_ever_are_refused_when_all_others_are_filled() throws Exception {
        table(", primary key (id)");
        try (Connection user = database.connection(Role.APP);
                Statement statement = user.createStatement();
                Connection connection = database.connection(Role.OWNER)) {
            user.setAutoCommit(false);
            statement.execute("set application_name = 'a forgotten one'");
            statement.execute("update item set n = n + 1 where id in (1, 37)");
            assertThatThrownBy(() -> runner(backfill("item", "t.owner")).run(connection))
                    .isInstanceOf(MigrationLockedException.class)
                    .hasMessageContaining(
                            "in step 1 of 1 (fill public.item) after 93 rows: ERROR: canceling statement due"
                                    + " to lock timeout")
                    .hasMessageContaining("user app, application a forgotten one");
            assertThat(database.value(Role.OWNER, FILLED)).isEqualTo("93");
        }
    }

    @Test
    void a_row_that_is_updated_all_the_time_is_filled_too() throws Exception {
        table(", primary key (id)");
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> users = List.of(
                CompletableFuture.runAsync(() -> count(done)),
                CompletableFuture.runAsync(() -> count(done)),
                CompletableFuture.runAsync(() -> count(done)));
        await().until(() -> !"0".equals(database.value(Role.OWNER, "select n from item where id = 37")));
        start(runner(PATIENT, retrying, backfill("item", "t.owner"))).get();
        done.set(true);
        users.forEach(CompletableFuture::join);
        assertThat(database.value(Role.OWNER, "select count(*) from item where tenant_id = owner"))
                .isEqualTo("95");
    }

    private static void count(AtomicBoolean done) {
        try (Connection user = database.connection(Role.APP);
                Statement statement = user.createStatement()) {
            while (!done.get()) {
                statement.execute("update item set n = n + 1 where id = 37");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rows_that_refer_to_those_of_a_batch_can_be_inserted_meanwhile() throws Exception {
        table(", primary key (id)");
        database.sql(Role.OWNER, "create table child (item_id int references item)");
        String slow = "(select t.owner from pg_sleep(0.04 + 0 * t.id))";
        CompletableFuture<?> run = start(runner(PATIENT, retrying, backfill("item", slow)));
        await().until(() -> !"0".equals(database.value(Role.OWNER, FILLED)));
        try (Connection user = database.connection(Role.APP);
                Statement statement = user.createStatement()) {
            statement.execute("set lock_timeout = 100");
            for (int i = 0; !run.isDone(); i++) {
                statement.execute("insert into child values (" + (1 + i % 95) + ")");
                Thread.sleep(4);
            }
        }
        run.get();
    }

    @Test
    void a_deadlock_is_met_by_trying_again() throws Exception {
        table(", primary key (id)");
        database.sql(
                Role.OWNER,
                "create sequence s",
                "create function deadlocked() returns trigger language plpgsql as $$ begin"
                        + " if new.id = 15 and nextval('s') < 3 then raise 'x' using errcode = '40P01'; end if;"
                        + " return new; end $$",
                "create trigger deadlocked before update on item for each row execute function deadlocked()");
        start(runner(PATIENT, retrying, backfill("item", "t.owner"))).get();
        assertThat(retried).containsExactly("1 40P01", "2 40P01");
        assertThat(database.value(Role.OWNER, FILLED)).isEqualTo("95");
    }
}
