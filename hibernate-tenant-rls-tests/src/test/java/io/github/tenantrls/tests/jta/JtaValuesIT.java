// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.JtaUnit.Child;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.core.BaseConnection;

/**
 * Invariant 12 in transactions of Narayana: tenants whose identifiers are SQL are values, and no part of any statement.
 *
 * <p>The login may take on the role of the system, so what some of them say would have an effect.
 */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JtaValuesIT {

    /** The tenant at index i owns i + 1 rows, and nobody one more than the last. The first three are no SQL. */
    private static final List<String> TENANTS = List.of(
            "plain",
            "simple",
            "usual",
            "'; set role system; --",
            "'; insert into canary values (1); --",
            "', true); insert into canary values (2); select set_config('role', 'system', true); --",
            "x' or true --",
            "\\'; insert into canary values (3); --",
            "\\",
            "\"; insert into canary values (4); --",
            "$1",
            "$$; insert into canary values (5); --$$",
            "?; ??",
            "{fn now()}",
            "%s ${tenant}\n--\r/*",
            "ünïcödé \u02bc\uff07 😀");

    private static final String BINDING =
            "select set_config('role', 'none', true) is null," + " set_config('app.current_tenant', $1, true) is null";

    private static final int ROWS_OF_ALL = (TENANTS.size() + 1) * (TENANTS.size() + 2) / 2;

    private final Database database;
    private final Factories schema;

    JtaValuesIT(Database database) throws SQLException {
        this.database = database;
        schema = Factories.on(database, Item.class, Child.class)
                .with(TenantRlsSettings.COLUMN_TYPE, "text")
                .systemRole()
                .createSchema();
        database.sql(Role.OWNER, Shape.FUNCTION, "create table canary (id integer)", "create sequence ids");
        try (Connection connection = database.connection(Role.SUPERUSER);
                PreparedStatement insert = connection.prepareStatement("insert into item (tenant_id, id, name)"
                        + " select ?, nextval('ids'), 'n' from generate_series(1, ?)")) {
            for (int i = 0; i <= TENANTS.size(); i++) {
                insert.setString(1, i < TENANTS.size() ? TENANTS.get(i) : "nobody");
                insert.setInt(2, i + 1);
                insert.executeUpdate();
            }
        }
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        Global.rollBack();
    }

    @OnAgroal
    void invariant_12_identifiers_that_are_sql_are_plain_values(Pool pool) throws Exception {
        try (Unit unit = open(pool)) {
            Set<String> ofPlainTenants;
            try (Sent sent = new Sent()) {
                Global.committed(() -> assertEachSeesItsOwn(unit.factory(), three(0)));
                ofPlainTenants = sent.texts();
            }
            assertThat(ofPlainTenants).contains(BINDING);
            for (int i = 0; i < TENANTS.size(); i++) {
                List<String> three = three(i);
                try (Sent sent = new Sent()) {
                    Global.committed(() -> assertEachSeesItsOwn(unit.factory(), three));
                    assertThat(ofPlainTenants).as("all SQL that is sent").containsAll(sent.texts());
                    assertThat(three).allMatch(tenant -> sent.hasValue("'" + tenant.replace("'", "''") + "'"));
                }
                JtaUnit.assertNothingLeft(unit.dataSource());
            }
            assertThat(database.value(Role.SUPERUSER, "select count(*) from canary"))
                    .isEqualTo("0");
        }
    }

    @OnAgroal
    void what_a_tenant_inserts_is_its_own_whatever_its_identifier(Pool pool) throws Exception {
        try (Unit unit = open(pool)) {
            Global.committed(() -> {
                for (String tenant : TENANTS) {
                    EntityManager session = open(unit.factory(), tenant);
                    session.persist(new Item(1000 + TENANTS.indexOf(tenant), "new"));
                    session.flush();
                }
            });
            assertThat(database.query(Role.SUPERUSER, "select tenant_id from item where id >= 1000 order by id"))
                    .isEqualTo(TENANTS);
        } finally {
            database.sql(Role.SUPERUSER, "delete from item where id >= 1000");
        }
    }

    /** By its own account: the tenant is bound by a statement alone when the connection of the driver is handed out. */
    @OnAgroal
    void the_server_is_sent_the_same_text_for_each_tenant(Pool pool) throws Exception {
        try (Unit unit = open(pool)) {
            Global.committed(() -> {
                for (String tenant : TENANTS) {
                    assertThat(lastText(open(unit.factory(), tenant))).isEqualTo(BINDING);
                }
            });
        }
    }

    @OnAgroal
    void without_policies_they_would_see_each_others_rows(Pool pool) throws Exception {
        TestSchema.of(database).unprotect("item");
        try (Unit unit = open(pool)) {
            Global.rolledBack(() -> {
                for (Shape shape : Shape.values()) {
                    assertThat(touched(open(unit.factory(), TENANTS.get(1)), shape))
                            .as("%s", shape)
                            .isEqualTo(ROWS_OF_ALL);
                }
            });
        } finally {
            schema.schema("update");
        }
    }

    private static List<String> three(int i) {
        int size = TENANTS.size();
        return List.of(TENANTS.get(i), TENANTS.get((i + 1) % size), TENANTS.get((i + 2) % size));
    }

    private static void assertEachSeesItsOwn(SessionFactory factory, List<String> tenants) {
        Map<String, EntityManager> sessions = new LinkedHashMap<>();
        tenants.forEach(tenant -> sessions.put(tenant, open(factory, tenant)));
        for (Shape shape : Shape.values()) {
            sessions.forEach((tenant, session) -> {
                assertThat(touched(session, shape))
                        .as("%s for %s", shape, tenant)
                        .isEqualTo(TENANTS.indexOf(tenant) + 1);
                assertThat(who(session)).containsExactly("switching", "none", tenant);
            });
        }
    }

    /** The login, the role that it has taken on, and the tenant, by the server's account. */
    private static List<Object> who(EntityManager session) {
        return List.of((Object[]) session.createNativeQuery(
                        "select session_user, current_setting('role'), current_setting('app.current_tenant')",
                        Object[].class)
                .getSingleResult());
    }

    private static int touched(EntityManager session, Shape shape) {
        return session.unwrap(Session.class).doReturningWork(connection -> shape.touched(connection, "n"));
    }

    private String lastText(EntityManager session) {
        int backend = session.unwrap(Session.class)
                .doReturningWork(
                        connection -> connection.unwrap(BaseConnection.class).getBackendPID());
        return database.value(Role.SUPERUSER, "select query from pg_stat_activity where pid = " + backend);
    }

    private static EntityManager open(SessionFactory factory, String tenant) {
        return TenantContext.callAs(tenant, factory::createEntityManager);
    }

    private Unit open(Pool pool) throws SQLException {
        DataSource dataSource = pool.on(database, database.url(), Role.SWITCHING);
        return new Unit(
                dataSource,
                JtaUnit.factories(database, dataSource)
                        .with(TenantRlsSettings.COLUMN_TYPE, "text")
                        .with(TenantRlsSettings.VERIFICATION, "off") // for those without policies
                        .systemRole()
                        .open());
    }

    private record Unit(DataSource dataSource, SessionFactory factory) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            factory.close();
            ((AutoCloseable) dataSource).close();
        }
    }
}
