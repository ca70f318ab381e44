// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** A persistence unit whose sessions take part in transactions of Narayana, and what they see. */
final class JtaUnit {

    private JtaUnit() {}

    /** More rows of each tenant than a fetch size. */
    static final int ROWS = 30;

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        long id;

        String name = "";

        Item() {}

        Item(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Entity(name = "Child")
    @TenantScoped
    static class Child {
        @Id
        long id;

        long parent;

        Child() {}

        Child(long id, long parent) {
            this.id = id;
            this.parent = parent;
        }
    }

    static void create(Database database) {
        Factories.on(database, Item.class, Child.class).createSchema();
        database.sql(
                Role.OWNER,
                "alter table item add unique (tenant_id, id)",
                "alter table child add constraint of_item foreign key (tenant_id, parent)"
                        + " references item (tenant_id, id) deferrable initially deferred");
        int id = 0;
        for (UUID tenant : List.of(A, B, C, Tenants.NOBODY)) {
            for (int i = 0; i < ROWS; i++) {
                TestSchema.of(database).insert("item", tenant, "id, name", ++id + ", '" + letter(tenant) + "'");
            }
        }
    }

    static Factories factories(Database database, DataSource dataSource) {
        return Factories.on(database, Item.class, Child.class)
                .with("jakarta.persistence.jdbc.url", null)
                .with("jakarta.persistence.jdbc.user", null)
                .with("jakarta.persistence.jdbc.password", null)
                .with("jakarta.persistence.jtaDataSource", dataSource)
                .with("hibernate.transaction.coordinator_class", "jta")
                .with(
                        "hibernate.transaction.jta.platform",
                        "org.hibernate.engine.transaction.jta.platform.internal.NarayanaJtaPlatform");
    }

    static EntityManager open(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, factory::createEntityManager);
    }

    static void readEachRow(EntityManager session) {
        session.unwrap(Session.class).doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local enable_indexscan = off");
                statement.execute("set local enable_bitmapscan = off");
                statement.execute("set local enable_indexonlyscan = off");
            }
        });
    }

    static void readAndClose(SessionFactory factory, UUID tenant) {
        try (StatelessSession session = TenantContext.callAs(tenant, factory::openStatelessSession)) {
            assertThat(session.createNativeQuery("select count(*) from item", Integer.class)
                            .getSingleResult())
                    .isEqualTo(ROWS);
        }
    }

    private static String letter(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }

    static final String SEEN = "select string_agg(name || number, '' order by name)"
            + " from (select name, count(*) as number from item where name in ('a', 'b', 'c', 'd') group by name) seen";

    static String seen(EntityManager session) {
        return session.unwrap(Session.class)
                .createNativeQuery(SEEN, String.class)
                .getSingleResult();
    }

    static String seenByText(EntityManager session) {
        return session.unwrap(Session.class).doReturningWork(connection -> value(connection, SEEN));
    }

    static String backend(EntityManager session) {
        return session.unwrap(Session.class)
                .doReturningWork(connection -> value(connection, "select pg_backend_pid()"));
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Looks at both connections of the pool, outside of any transaction. */
    static void assertNothingLeft(DataSource dataSource, String... backends) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Connection first = dataSource.getConnection();
                Connection second = dataSource.getConnection()) {
            for (Connection connection : List.of(first, second)) {
                assertNothingLeft(connection);
                seen.add(value(connection, "select pg_backend_pid()"));
            }
        }
        assertThat(seen).containsAll(List.of(backends));
    }

    /** Neither a tenant nor a role, and so no row. */
    static void assertNothingLeft(Connection connection) throws SQLException {
        assertThat(value(
                        connection,
                        "select coalesce(current_setting('app.current_tenant', true), '')"
                                + " || current_setting('role') || count(*) from item"))
                .isEqualTo("none0");
    }
}
