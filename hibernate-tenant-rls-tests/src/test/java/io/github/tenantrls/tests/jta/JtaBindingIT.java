// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.ROWS;
import static io.github.tenantrls.tests.jta.JtaUnit.assertNothingLeft;
import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.readAndClose;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.value;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.jta.Stages.Stage;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** The invariants of the binding, 1 to 9, in transactions of Narayana; each test has the number of its own. */
class JtaBindingIT extends JtaTests {

    private static final List<UUID> TENANTS = List.of(A, B, C);

    JtaBindingIT(Database database) {
        super(database);
        database.sql(Role.OWNER, Shape.FUNCTION);
    }

    @OnAgroal
    void invariants_1_and_4_each_shape_of_statement_works_for_its_own_tenant(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.committed(() -> {
            Map<UUID, EntityManager> sessions = new LinkedHashMap<>();
            TENANTS.forEach(tenant -> sessions.put(tenant, open(factory, tenant)));
            for (Shape shape : Shape.values()) {
                sessions.forEach((tenant, session) -> assertSeesItsOwn(session, tenant, shape));
            }
        });
    }

    @OnAgroal
    void invariant_5_so_it_does_outside_of_a_transaction(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        for (Shape shape : Shape.values()) {
            for (UUID tenant : TENANTS) {
                try (EntityManager session = open(stage.factory(), tenant)) {
                    assertSeesItsOwn(session, tenant, shape);
                }
            }
        }
        try (EntityManager a = open(stage.factory(), A)) {
            assertThat(a.find(Item.class, 1)).isNotNull();
            assertThat(a.find(Item.class, 1 + ROWS)).as("a row of B").isNull();
        }
        assertNothingLeft(stage.dataSource());
    }

    private static void assertSeesItsOwn(EntityManager session, UUID tenant, Shape shape) {
        String own = tenant.toString().substring(0, 1);
        for (String name : List.of("a", "b", "c", "d")) {
            assertThat(touched(session, shape, name))
                    .as("%s: rows of %s for tenant %s", shape, name, own)
                    .isEqualTo(name.equals(own) ? ROWS : 0);
        }
    }

    @OnAgroal
    void without_policies_each_shape_would_see_the_rows_of_others(Pool pool) throws Exception {
        TestSchema.of(database).unprotect("item");
        try (SessionFactory factory = JtaUnit.factories(
                        database, stages.of(pool).dataSource())
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            Global.rolledBack(() -> {
                for (Shape shape : Shape.values()) {
                    assertThat(touched(open(factory, A), shape, "d"))
                            .as("%s", shape)
                            .isEqualTo(ROWS);
                }
            });
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    private static int touched(EntityManager session, Shape shape, String name) {
        return session.unwrap(Session.class).doReturningWork(connection -> shape.touched(connection, name));
    }

    private enum End {
        COMMIT,
        ROLLBACK,
        AFTER_FAILURE
    }

    @OnAgroal
    void invariant_2_nothing_remains_on_the_connection(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        for (End end : End.values()) {
            String[] backend = new String[1];
            Global.ended(end == End.COMMIT, () -> {
                EntityManager a = open(stage.factory(), A);
                EntityManager b = open(stage.factory(), B);
                assertThat(List.of(seen(a), seen(b))).containsExactly("a30", "b30");
                backend[0] = backend(b);
                if (end == End.AFTER_FAILURE) {
                    assertThatThrownBy(() -> a.createNativeQuery("select 1 / 0").getResultList())
                            .hasStackTraceContaining("division by zero");
                }
            });
            assertNothingLeft(stage.dataSource(), backend);
        }
    }

    @OnAgroal
    void invariant_2_nothing_remains_within_the_transaction_after_the_last_session_is_closed(Pool pool)
            throws Exception {
        Stage stage = stages.of(pool);
        Global.committed(() -> {
            TENANTS.forEach(tenant -> readAndClose(stage.factory(), tenant));
            try (Connection past = stage.dataSource().getConnection()) {
                assertNothingLeft(past);
            }
        });
    }

    @OnAgroal
    void invariant_6_a_session_that_outlives_transactions_is_bound_in_each(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        try (EntityManager a = open(stage.factory(), A);
                EntityManager b = open(stage.factory(), B)) {
            for (int i = 0; i < 3; i++) {
                for (boolean commit : new boolean[] {true, false}) {
                    Global.ended(commit, () -> {
                        a.joinTransaction();
                        assertThat(seen(a)).isEqualTo("a30");
                    });
                    Global.ended(commit, () -> {
                        b.joinTransaction();
                        a.joinTransaction();
                        assertThat(List.of(seen(b), seen(a), seen(b))).containsExactly("b30", "a30", "b30");
                    });
                    assertThat(List.of(seen(a), seen(b))).as("outside").containsExactly("a30", "b30");
                }
            }
        }
        assertNothingLeft(stage.dataSource());
    }

    @OnAgroal
    void invariant_8_a_rollback_to_a_savepoint_of_another_session_changes_no_tenant(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.committed(() -> {
            EntityManager a = open(factory, A);
            EntityManager b = open(factory, B);
            EntityManager c = open(factory, C);
            text(a, "savepoint of_a");
            assertThat(List.of(seen(a), seen(b))).containsExactly("a30", "b30");
            text(b, "savepoint of_b");
            assertThat(seen(c)).isEqualTo("c30");
            text(c, "rollback to savepoint of_b");
            assertThat(List.of(seen(c), seen(b), seen(a))).containsExactly("c30", "b30", "a30");
            text(b, "rollback to savepoint of_a");
            assertThat(List.of(seen(b), seen(c), seen(a))).containsExactly("b30", "c30", "a30");
        });
    }

    @OnAgroal
    void invariant_9_a_utility_command_may_come_first(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.committed(() -> {
            EntityManager a = open(factory, A);
            text(a, "set transaction isolation level serializable");
            assertThat(seen(a)).isEqualTo("a30");
            assertThat(a.createNativeQuery("show transaction_isolation", String.class)
                            .getSingleResult())
                    .isEqualTo("serializable");
        });
    }

    private static void text(EntityManager session, String sql) {
        session.unwrap(Session.class).doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    /** What a tenant's bound connection is bound to is seen past the library, too. */
    @Test
    void the_check_for_what_is_left_finds_a_tenant() throws Exception {
        Stage stage = stages.of(Pool.AGROAL_XA);
        Global.committed(() -> {
            seen(open(stage.factory(), A));
            try (Connection past = stage.dataSource().getConnection()) {
                assertThatThrownBy(() -> assertNothingLeft(past)).isInstanceOf(AssertionError.class);
                assertThat(value(past, "select count(*) from item")).isEqualTo(String.valueOf(ROWS));
            }
        });
    }
}
