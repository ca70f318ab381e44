// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.xa.PGXADataSource;

/** Sequences of calls by which a review once made a session work for another's tenant, or for none. */
@ExtendWith(DatabaseExtension.class)
class ReviewedLeaksIT {

    private static final String QUERY = "select name from item order by name";

    private static Database database;

    private Connection physical;
    private int backend;
    private Connection sessionOfA;
    private Connection sessionOfB;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
        database.sql(
                Role.OWNER,
                "create function tell_tenant() returns trigger language plpgsql as $$ begin"
                        + " raise exception 'seen by %', coalesce(nullif(current_setting('app.current_tenant', true), ''),"
                        + " 'nobody'); end $$",
                "create constraint trigger tell_tenant after update on item deferrable initially deferred"
                        + " for each row when (new.name = 'checked') execute function tell_tenant()",
                "create function tell_another() returns trigger language plpgsql as $$ begin"
                        + " if new.tenant_id::text is distinct from current_setting('app.current_tenant', true) then"
                        + " raise exception 'seen by another'; end if; return null; end $$",
                "create constraint trigger tell_another after update on item deferrable initially deferred"
                        + " for each row when (new.name = 'own') execute function tell_another()");
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        backend = Bound.backend(physical);
        physical.setAutoCommit(false);
        sessionOfA = Bound.to(Tenants.A, physical);
        sessionOfB = Bound.to(Tenants.B, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cursor_is_known_before_its_rows_are_asked_for(boolean prepared) throws SQLException {
        try (Statement statement =
                prepared ? sessionOfA.prepareStatement("select name from item") : sessionOfA.createStatement()) {
            statement.setFetchSize(1);
            assertThat(
                            prepared
                                    ? ((PreparedStatement) statement).execute()
                                    : statement.execute("select name from item"))
                    .isTrue();
            statement.setFetchSize(0);
            assertThatThrownBy(() -> Bound.names(sessionOfB))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("cursor");
            assertThat(Bound.read(statement.getResultSet())).containsExactlyElementsOf(Bound.rowsOf(Tenants.A));
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
    }

    @Test
    void no_cursor_hides_behind_the_first_result_of_a_text() throws SQLException {
        try (Statement statement = sessionOfA.createStatement()) {
            statement.setFetchSize(1);
            statement.execute("select 1; select name from item");
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(Bound.read(statement.getResultSet())).containsExactlyElementsOf(Bound.rowsOf(Tenants.A));
            assertThat(statement.getFetchSize()).isEqualTo(1);
        }
    }

    @Test
    void two_sessions_of_one_tenant_do_not_refuse_each_other() throws SQLException {
        try (Connection again = Bound.to(Tenants.A, physical);
                PreparedStatement statement = sessionOfA.prepareStatement("select name from item")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(Bound.names(again)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(rows.next()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback to savepoint s; delete from item",
                "select 1; /* c */ Rollback to s; delete from item",
                "commit; insert into item (name) values ('x')",
                "begin; update item set name = 'z'",
                "end; delete from item",
                "discard all; delete from item",
                "reset all; delete from item"
            })
    void what_would_unbind_is_refused_among_several_commands(String text) throws SQLException {
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        sessionOfB.setSavepoint("s");
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertRefused(() -> execute(sessionOfA, text));
        assertRefused(() -> {
            try (PreparedStatement statement = sessionOfA.prepareStatement(text)) {
                statement.execute();
            }
        });
        assertRefused(() -> {
            try (Statement statement = sessionOfA.createStatement()) {
                for (String part : text.split(";")) {
                    statement.addBatch(part);
                }
                statement.executeBatch();
            }
        });
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do $$ begin perform 1; perform 2; end $$; select 1",
                "select 'x; rollback; y'; select 1",
                "select 1 /* ; commit; */; select 2"
            })
    void words_within_literals_and_bodies_are_not_refused(String text) throws SQLException {
        execute(sessionOfA, text);
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select set_config('app.current_tenant', '%s', true)",
                "select SET_CONFIG('app.current_tenant', '%s', false)",
                "set app.current_tenant = '%s'",
                "set local APP.Current_Tenant to '%s'",
                "reset app.current_tenant",
                "select 1; set app.current_tenant = '%s'"
            })
    void a_statement_that_names_the_variable_to_set_it_is_refused(String text) throws SQLException {
        String sql = text.formatted(Tenants.B);
        for (boolean autoCommit : new boolean[] {true, false}) {
            sessionOfA.setAutoCommit(autoCommit);
            assertRefused(() -> execute(sessionOfA, sql));
            assertRefused(() -> {
                try (PreparedStatement statement = sessionOfA.prepareStatement(sql)) {
                    statement.execute();
                }
            });
            assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
        physical.setAutoCommit(true);
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_setting_whose_name_is_not_in_the_text_is_overwritten_by_the_next_binding() throws SQLException {
        for (int i = 0; i < 2; i++) { // composed, and when bound already
            try (PreparedStatement statement = sessionOfA.prepareStatement("select set_config(?, ?, true)")) {
                statement.setString(1, "app.current_tenant");
                statement.setString(2, Tenants.B.toString());
                statement.execute();
            }
            assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1;", "rollback to savepoint s"})
    void a_release_clears_the_tenant_even_if_the_binding_was_unknown(String last) throws SQLException {
        execute(sessionOfA, "savepoint s");
        Savepoint savepoint = sessionOfA.setSavepoint();
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        if (last.startsWith("rollback")) {
            sessionOfA.rollback(savepoint); // goes back to a point at which the tenant was bound
        } else {
            execute(sessionOfA, last);
        }
        sessionOfA.close();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_deferred_trigger_runs_for_the_session_whose_row_it_checks_and_not_for_the_next() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        assertThatThrownBy(() -> Bound.names(sessionOfB)).hasMessageContaining("seen by " + Tenants.A);
        physical.rollback();
    }

    @Test
    void a_deferred_trigger_runs_before_a_release_takes_the_tenant_away() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        assertThatThrownBy(() -> sessionOfA.close()).hasMessageContaining("seen by " + Tenants.A);
        assertThat(sessionOfA.isClosed()).isTrue();
        physical.rollback();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "declare c cursor with hold for select name from item",
                "/* c */ DECLARE c binary scroll cursor  With\n Hold for select name from item",
                "select 1; declare c cursor with hold for select name from item"
            })
    void a_cursor_that_outlives_its_transaction_is_refused(String text) throws SQLException {
        assertRefused(() -> execute(sessionOfA, text));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lent while open", "lent while idle", "used in auto-commit", "used in a transaction"})
    void a_global_transaction_is_not_taken_for_the_last_one(String before) throws Exception {
        PGXADataSource dataSource = new PGXADataSource();
        dataSource.setUrl(database.url());
        dataSource.setUser(database.user(Role.APP));
        dataSource.setPassword(database.password(Role.APP));
        var xa = dataSource.getXAConnection();
        try (Connection underlying = xa.getConnection()) {
            Connection session = before.equals("lent while open") ? null : Bound.to(Tenants.A, underlying);
            if (session != null && before.startsWith("used")) {
                session.setAutoCommit(before.endsWith("auto-commit"));
                assertThat(Bound.names(session)).isEqualTo(Bound.rowsOf(Tenants.A));
                if (!session.getAutoCommit()) {
                    session.commit();
                    session.setAutoCommit(true);
                }
            }
            for (byte i = 1; i <= 3; i++) {
                var id = new Id(i);
                xa.getXAResource().start(id, javax.transaction.xa.XAResource.TMNOFLAGS);
                try (Statement statement = underlying.createStatement()) {
                    statement.execute("select 1"); // open before the session looks
                }
                session = session == null ? Bound.to(Tenants.A, underlying) : session;
                for (Reading reading : Reading.values()) {
                    assertThat(reading.names(session)).as("%s", reading).isEqualTo(Bound.rowsOf(Tenants.A));
                }
                xa.getXAResource().end(id, javax.transaction.xa.XAResource.TMSUCCESS);
                xa.getXAResource().commit(id, true);
            }
        } finally {
            xa.close();
        }
    }

    @Test
    void arrays_lead_to_the_bound_connection() throws SQLException {
        try (PreparedStatement statement = sessionOfA.prepareStatement("select ?::text[]")) {
            statement.setArray(1, sessionOfA.createArrayOf("text", new Object[] {"x", "y"}));
            ResultSet row = statement.executeQuery();
            row.next();
            assertThat((Object[]) row.getArray(1).getArray()).containsExactly("x", "y");
            for (java.sql.Array array : new java.sql.Array[] {
                row.getArray(1), (java.sql.Array) row.getObject(1), sessionOfA.createArrayOf("text", new Object[] {"z"})
            }) {
                assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
                Statement reached = array.getResultSet().getStatement();
                assertThat(reached.getConnection()).isSameAs(sessionOfA);
                assertThat(Bound.read(reached.executeQuery(QUERY))).isEqualTo(Bound.rowsOf(Tenants.A));
            }
        }
        physical.rollback();
    }

    @Test
    void a_reset_of_all_settings_is_followed_by_a_new_binding() throws SQLException {
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        execute(sessionOfA, "reset all");
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
    }

    @Test
    void a_deferred_trigger_runs_for_its_tenant_even_after_a_reset_of_all_settings() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        execute(sessionOfA, "reset all");
        assertThatThrownBy(() -> sessionOfA.commit()).hasMessageContaining("seen by " + Tenants.A);
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_reset_of_all_settings_has_no_trigger_run_without_its_tenant_whoever_worked_before() throws SQLException {
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        execute(sessionOfB, "update item set name = 'own' where name = 'b1'");
        execute(sessionOfA, "reset all"); // takes over, and has the trigger run for B before
        execute(sessionOfA, "update item set name = 'own' where name = 'a1'");
        execute(sessionOfA, "reset all");
        assertThat(Bound.names(sessionOfA)).hasSize(Bound.ROWS);
        execute(sessionOfA, "set constraints all immediate");
        physical.rollback();
    }

    @Test
    void two_units_with_variables_of_their_own_both_leave_nothing_behind() throws SQLException {
        Connection other = Bound.to(Tenants.B, physical, "hibernate.tenant_rls.variable", "other.tenant");
        for (Connection session : new Connection[] {sessionOfA, other, sessionOfA, other}) {
            execute(session, "select 1");
        }
        sessionOfA.close();
        assertThat(Bound.names(physical)).isEmpty();
        other.close();
        try (Statement statement = physical.createStatement()) {
            assertThat(Bound.read(statement.executeQuery("select current_setting('other.tenant', true)")))
                    .containsExactly("");
        }
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_rollback_to_anothers_savepoint_brings_back_is_done_for_that_ones_tenant(boolean together)
            throws SQLException {
        execute(sessionOfA, "update item set name = 'own' where name = 'a1'");
        execute(sessionOfA, "savepoint s");
        if (!together) {
            sessionOfB.close();
        }
        sessionOfA.close(); // has the trigger run, which the rollback undoes
        Connection next = together ? sessionOfB : Bound.to(Tenants.B, physical);
        execute(next, "rollback to savepoint s");
        assertThat(Bound.names(next)).isEqualTo(Bound.rowsOf(Tenants.B));
        next.close();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_session_keeps_its_tenant_when_another_one_of_the_same_tenant_is_closed() throws SQLException {
        Connection again = Bound.to(Tenants.A, physical);
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'"); // checked at the commit
        assertThat(Bound.names(again)).hasSize(Bound.ROWS);
        again.close();
        execute(sessionOfA, "delete from item where name = 'checked'");
        assertThatThrownBy(() -> sessionOfA.close()).hasMessageContaining("seen by " + Tenants.A);
        physical.rollback();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_stale_plan_is_made_again_in_auto_commit_as_by_the_driver() throws SQLException {
        database.sql(Role.OWNER, "create table changing (a int)", "insert into changing values (1)");
        sessionOfA.setAutoCommit(true);
        for (int i = 0; i < 8; i++) {
            if (i == 6) {
                database.sql(Role.OWNER, "alter table changing add column b int");
            }
            try (PreparedStatement statement = sessionOfA.prepareStatement("select * from changing");
                    ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void what_is_unwrapped_is_the_callers_statement_alone() throws SQLException {
        try (PreparedStatement statement = sessionOfA.prepareStatement("select name from item where name = ?")) {
            statement.setMaxFieldSize(5);
            var driverStatement = (PreparedStatement) statement.unwrap(org.postgresql.PGStatement.class);
            driverStatement.setString(1, "a1");
            assertThat(Bound.read(driverStatement.executeQuery())).containsExactly("a1");
            assertThat(statement.getMaxFieldSize()).isEqualTo(5);
        }
        try (PreparedStatement statement = sessionOfA.prepareStatement("select ?")) {
            assertThatThrownBy(() -> statement.setInt(0, 1)).hasFieldOrPropertyWithValue("SQLState", "22023");
        }
        physical.rollback();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TenantRlsException.class).hasMessageContaining("refused");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Id(byte number) implements javax.transaction.xa.Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
