// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.alone;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How steps are taken, and in what state the connection is while they are and afterwards. */
@ExtendWith(DatabaseExtension.class)
class MigrationRunnerIT {

    private static final String SETTINGS =
            "select concat_ws(' ', current_setting('search_path'), current_setting('role'),"
                    + " current_setting('statement_timeout'), current_setting('lock_timeout'),"
                    + " current_setting('default_transaction_isolation'), current_setting('default_transaction_read_only'),"
                    + " current_setting('row_security'), current_setting('application_name'),"
                    + " current_setting('client_connection_check_interval'))";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void tables() {
        database.empty();
        database.sql(Role.OWNER, "create table a (id int primary key)", "create table b (id int primary key)");
    }

    @Test
    void steps_are_taken_in_their_order_and_told() throws SQLException {
        List<String> told = new ArrayList<>();
        MigrationStep[] steps = {
            step(StepKind.COLUMN, "public.a", "alter table a add x int", "update a set x = 1"),
            alone(StepKind.INDEX, "public.a", "create index concurrently a_x on a (x)"),
            step(StepKind.GRANT, "public.a", "insert into a values (7, 8)")
        };
        try (Connection connection = database.connection(Role.OWNER)) {
            MigrationPlan done =
                    runner(Handmade.IMPATIENT, telling(told), steps).run(connection);
            assertThat(done.steps()).containsExactly(steps);
        }
        assertThat(told)
                .containsExactly(
                        "1 of 3 COLUMN", "done COLUMN", "2 of 3 INDEX", "done INDEX", "3 of 3 GRANT", "done GRANT");
        assertThat(database.query(Role.OWNER, "select x from a")).containsExactly("8");
        assertThat(database.query(Role.OWNER, "select indisvalid from pg_index where indexrelid = 'a_x'::regclass"))
                .containsExactly("t");
    }

    private static MigrationListener telling(List<String> told) {
        return new MigrationListener() {
            @Override
            public void started(MigrationStep step, int number, int total) {
                told.add(number + " of " + total + " " + step.kind());
            }

            @Override
            public void finished(MigrationStep step, Duration took) {
                told.add("done " + step.kind());
            }
        };
    }

    @Test
    void a_step_that_fails_leaves_nothing_and_what_was_before_it_stays() throws SQLException {
        MigrationStep first = step(StepKind.COLUMN, "public.a", "alter table a add x int");
        MigrationStep second = step(StepKind.COLUMN, "public.b", "alter table b add x int", "select 1 / 0");
        MigrationStep third = step(StepKind.COLUMN, "public.b", "alter table b add y int");
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> runner(first, second, third).run(connection))
                    .isExactlyInstanceOf(TenantRlsException.class)
                    .hasMessage("The migration ended in step 2 of 3 (change public.b): ERROR: division by zero; mend"
                            + " that and run it again; what was committed stays, and it goes on from there")
                    .cause()
                    .satisfies(cause ->
                            assertThat(((SQLException) cause).getSQLState()).isEqualTo("22012"));
        }
        assertThat(database.query(
                        Role.OWNER,
                        "select attrelid::regclass || '.' || attname from pg_attribute where attname in ('x', 'y')"
                                + " and attrelid in ('a'::regclass, 'b'::regclass)"))
                .containsExactly("a.x");
    }

    @Test
    void what_the_session_was_set_to_changes_nothing_and_is_restored() throws SQLException {
        database.sql(Role.OWNER, "create schema other", "create table other.a (id int)");
        MigrationStep step = step(
                StepKind.COLUMN,
                "public.a",
                "select pg_sleep(0.1)",
                "create table seen as " + SETTINGS + " as settings, current_user::text as name");
        MigrationStep alone = alone(StepKind.COLUMN, "public.a", "alter table a add x int");
        try (Connection connection = database.connection(Role.SWITCHING)) {
            database.sql(Role.SUPERUSER, "grant create on schema public to switching", "grant owner to switching");
            harm(connection);
            String before = value(connection, SETTINGS);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            assertThatThrownBy(() -> runner(step, alone).run(connection))
                    .hasMessageContaining("must be owner of table a");
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.isReadOnly()).isTrue();
            connection.setAutoCommit(true);
            assertThat(value(connection, SETTINGS)).isEqualTo(before);
        } finally {
            database.sql(Role.SUPERUSER, "revoke owner from switching");
        }
        assertThat(database.query(Role.SUPERUSER, "select name || ' ' || settings from seen"))
                .containsExactly("switching \"$user\", public none 0 200ms read committed off off"
                        + " hibernate-tenant-rls migration 2s");
    }

    /** As another who had the connection from a pool may have left it. */
    private static void harm(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path = other");
            statement.execute("set statement_timeout = 50");
            statement.execute("set lock_timeout = 7");
            statement.execute("set default_transaction_isolation = 'serializable'");
            statement.execute("set default_transaction_read_only = on");
            statement.execute("set application_name = 'mine'");
            statement.execute("set role owner");
        }
    }

    @Test
    void a_connection_in_a_transaction_is_refused() throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            connection.setAutoCommit(false);
            value(connection, "select 1");
            assertThatThrownBy(() -> runner().run(connection))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessage(
                            "The connection for the migration is in a transaction, and the steps have transactions of"
                                    + " their own; commit it or roll it back, or give another connection");
        }
    }

    @Test
    void nothing_to_do_is_nothing_done() throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThat(runner().run(connection).isEmpty()).isTrue();
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
