// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.value;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.Stages.Stage;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jdbc.ReturningWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant 8 with the savepoints of JDBC, as far as pools and the driver let them into transactions of Narayana. */
class JtaSavepointsIT extends JtaTests {

    private static final String NEW_ROWS = "select tenant_id::text || name from item where id >= 5000 order by id";

    JtaSavepointsIT(Database database) {
        super(database);
    }

    @AfterEach
    void remove_what_is_new() {
        database.sql(Role.SUPERUSER, "delete from item where id >= 5000");
    }

    /** How to go back to a savepoint; the pool of Agroal refuses the method of JDBC. */
    private enum WayBack {
        METHOD(Pool.DBCP) {
            @Override
            void go(Connection connection, Savepoint savepoint) throws SQLException {
                connection.rollback(savepoint);
            }
        },
        TEXT(Pool.AGROAL) {
            @Override
            void go(Connection connection, Savepoint savepoint) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("rollback to savepoint " + savepoint.getSavepointName());
                }
            }
        };

        private final Pool pool;

        WayBack(Pool pool) {
            this.pool = pool;
        }

        abstract void go(Connection connection, Savepoint savepoint) throws SQLException;
    }

    /** B's session sends the first statement of the transaction, and so is the one that remembers what it bound. */
    @ParameterizedTest
    @EnumSource
    void invariant_8_a_tenant_is_bound_before_a_savepoint_and_unknown_after_the_way_back(WayBack way) throws Exception {
        Stage stage = stages.of(way.pool);
        String[] backend = new String[1];
        Global.committed(() -> {
            EntityManager a = open(stage.factory(), A);
            EntityManager b = open(stage.factory(), B);
            EntityManager c = open(stage.factory(), C);
            assertThat(seen(b)).isEqualTo("b30");
            backend[0] = backend(b);
            Savepoint savepoint = in(a, connection -> connection.setSavepoint("of_a"));
            insert(a, "a", 5000);
            insert(b, "b", 5001);
            insert(c, "c", 5002);
            assertThat(List.of(seen(c), seen(a), seen(b))).containsExactly("c31", "a31", "b31");
            back(a, way, savepoint);
            assertThat(seenPast(stage)).as("bound before the savepoint").isEqualTo("a30");
            assertThat(List.of(seen(b), seen(c), seen(a))).containsExactly("b30", "c30", "a30");
            insert(b, "b", 5003);
            back(b, way, savepoint);
            assertThat(List.of(seen(b), seen(a), seen(c))).containsExactly("b30", "a30", "c30");
            in(c, connection -> {
                connection.releaseSavepoint(savepoint);
                return true;
            });
            insert(c, "c", 5004);
            assertThat(List.of(seen(b), seen(c))).containsExactly("b30", "c31");
        });
        assertThat(database.query(Role.SUPERUSER, NEW_ROWS)).containsExactly(C + "c");
        try (Connection next = stage.dataSource().getConnection()) {
            assertThat(value(next, "select pg_backend_pid()")).isEqualTo(backend[0]);
            JtaUnit.assertNothingLeft(next);
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_policies_they_would_see_each_others_rows(WayBack way) throws Exception {
        DataSource dataSource = stages.of(way.pool).dataSource();
        TestSchema.of(database).unprotect("item");
        try (SessionFactory factory = JtaUnit.factories(database, dataSource)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            Global.rolledBack(() -> {
                EntityManager a = open(factory, A);
                EntityManager b = open(factory, B);
                Savepoint savepoint = in(a, connection -> connection.setSavepoint("of_a"));
                assertThat(seen(b)).isEqualTo("a30b30c30d30");
                back(a, way, savepoint);
                assertThat(seen(b)).isEqualTo("a30b30c30d30");
            });
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    @Test
    void agroal_refuses_the_way_back_and_each_session_goes_on_for_its_tenant() throws Exception {
        Stage stage = stages.of(Pool.AGROAL);
        Global.committed(() -> {
            EntityManager a = open(stage.factory(), A);
            EntityManager b = open(stage.factory(), B);
            Savepoint savepoint = in(a, Connection::setSavepoint);
            insert(b, "b", 5000);
            assertThatThrownBy(() -> back(a, WayBack.METHOD, savepoint))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasRootCauseMessage("Attempting to rollback while enlisted in a transaction");
            assertThat(List.of(seen(b), seen(a), seen(open(stage.factory(), C))))
                    .containsExactly("b31", "a30", "c30");
        });
        assertThat(database.query(Role.SUPERUSER, NEW_ROWS)).containsExactly(B + "b");
        JtaUnit.assertNothingLeft(stage.dataSource());
    }

    @Test
    void the_driver_refuses_a_savepoint_under_xa_and_each_session_goes_on_for_its_tenant() throws Exception {
        Stage stage = stages.of(Pool.AGROAL_XA);
        Global.committed(() -> {
            EntityManager a = open(stage.factory(), A);
            EntityManager b = open(stage.factory(), B);
            assertThat(seen(b)).isEqualTo("b30");
            for (ReturningWork<Savepoint> set : List.<ReturningWork<Savepoint>>of(
                    Connection::setSavepoint, connection -> connection.setSavepoint("of_a"))) {
                assertThatThrownBy(() -> in(a, set))
                        .rootCause()
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "55000")
                        .hasMessage("Transaction control methods setAutoCommit, commit, rollback and setSavepoint are"
                                + " not allowed while an XA transaction is active.");
                assertThat(List.of(seen(b), seen(a), seen(open(stage.factory(), C))))
                        .containsExactly("b30", "a30", "c30");
            }
            insert(a, "a", 5000);
        });
        assertThat(database.query(Role.SUPERUSER, NEW_ROWS)).containsExactly(A + "a");
        JtaUnit.assertNothingLeft(stage.dataSource());
    }

    private static <T> T in(EntityManager session, ReturningWork<T> work) {
        return session.unwrap(Session.class).doReturningWork(work);
    }

    private static void back(EntityManager session, WayBack way, Savepoint savepoint) {
        session.unwrap(Session.class).doWork(connection -> way.go(connection, savepoint));
    }

    /** On the connection of the transaction, without this library. */
    private static String seenPast(Stage stage) throws SQLException {
        try (Connection past = stage.dataSource().getConnection()) {
            return value(past, JtaUnit.SEEN);
        }
    }

    private static void insert(EntityManager session, String name, long id) {
        session.createNativeQuery("insert into item (id, name) values (" + id + ", '" + name + "')")
                .executeUpdate();
    }
}
