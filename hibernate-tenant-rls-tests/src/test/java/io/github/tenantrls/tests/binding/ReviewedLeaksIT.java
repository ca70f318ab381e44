// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.xa.PGXADataSource;

/** Further sequences of calls by which a review once made a session work for another's tenant, or for none. */
class ReviewedLeaksIT extends TwoSessions {

    private static final String QUERY = "select name from item order by name";

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
