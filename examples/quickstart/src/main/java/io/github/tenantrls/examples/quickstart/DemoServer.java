// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An embedded PostgreSQL with two roles, neither of them superuser: {@code owner}, which owns the tables, and {@code
 * app}, which the application runs as. Two databases: one for the tenants, one without any tenancy.
 *
 * <p>Everything reaches it through a {@link RoundTripCounter}.
 */
public final class DemoServer implements AutoCloseable {

    static final String TENANTS = "tenants";
    static final String PLAIN = "plain";

    private final EmbeddedPostgres postgres;
    private final RoundTripCounter counter;

    private DemoServer(EmbeddedPostgres postgres, RoundTripCounter counter) {
        this.postgres = postgres;
        this.counter = counter;
    }

    /** Starts the server and creates roles, databases and, by Hibernate's schema export, the tables. */
    public static DemoServer start() throws IOException, SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        DemoServer server = new DemoServer(postgres, new RoundTripCounter("localhost", postgres.getPort()));
        server.asSuperuser("postgres", "create role owner login password 'owner'");
        server.asSuperuser("postgres", "create role app login password 'app'");
        for (String database : List.of(TENANTS, PLAIN)) {
            server.asSuperuser("postgres", "create database " + database + " owner owner");
            server.asSuperuser(database, "grant usage on schema public to app");
        }
        server.createTables();
        return server;
    }

    private void createTables() throws SQLException {
        Map<String, Object> owner = new HashMap<>(login(TENANTS, "owner"));
        // tag::schema[]
        owner.put("hibernate.hbm2ddl.auto", "create"); // tables, tenant columns, row-level security and policies
        owner.put("hibernate.tenant_rls.runtime_role", "app"); // what the application will log in as
        owner.put("hibernate.tenant_rls.verification", "off"); // judged is the application's role, when it starts
        owner.put("hibernate.hbm2ddl.halt_on_error", true);
        Persistence.createEntityManagerFactory("quickstart", owner).close();
        // end::schema[]

        asSuperuser(PLAIN, "grant create on schema public to app");
        Map<String, Object> plain = new HashMap<>(login(PLAIN, "app"));
        plain.put("hibernate.hbm2ddl.auto", "create");
        Persistence.createEntityManagerFactory("plain", plain).close();
    }

    /** The application: logs in as {@code app} and knows nothing of policies. */
    EntityManagerFactory application(Map<String, Object> settings) {
        Map<String, Object> app = new HashMap<>(login(TENANTS, "app"));
        app.putAll(settings);
        return Persistence.createEntityManagerFactory("quickstart", app);
    }

    /** The same entities on Hibernate alone, in a database of their own. */
    EntityManagerFactory plain() {
        Map<String, Object> plain = new HashMap<>(login(PLAIN, "app"));
        plain.put("hibernate.connection.autocommit", true); // as in the other's pool: else reads end with a rollback
        return Persistence.createEntityManagerFactory("plain", plain);
    }

    RoundTripCounter counter() {
        return counter;
    }

    /** Runs a statement that returns nothing, past all policies, in the database of the tenants. */
    public void asSuperuser(String sql) throws SQLException {
        asSuperuser(TENANTS, sql);
    }

    /** The first column of what is really in the database of the tenants, past all policies. */
    List<String> truth(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = superuser(TENANTS);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (postgres) {
            counter.close();
        }
    }

    /** How a role logs in to the database of the tenants. */
    Map<String, Object> login(String role) {
        return login(TENANTS, role);
    }

    private Map<String, Object> login(String database, String role) {
        return Map.of(
                "jakarta.persistence.jdbc.url", counter.url(database),
                "jakarta.persistence.jdbc.user", role,
                "jakarta.persistence.jdbc.password", role);
    }

    private void asSuperuser(String database, String sql) throws SQLException {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection superuser(String database) throws SQLException {
        return postgres.getDatabase("postgres", database).getConnection();
    }
}
