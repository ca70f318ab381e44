// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * An embedded PostgreSQL with three roles, none of them superuser: {@code owner}, which Flyway logs in as, {@code app}, the
 * application, and {@code app_system}, which sees all tenants.
 */
public final class DemoDatabase {

    private static final String NAME = "demo";

    private final EmbeddedPostgres postgres;

    private DemoDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts the server, which ends with the JVM, and creates roles and the database, still without tables. */
    public static DemoDatabase start() throws IOException, SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "100")
                .start();
        DemoDatabase database = new DemoDatabase(postgres);
        for (String role : new String[] {"owner", "app", "app_system"}) {
            database.asSuperuser("postgres", "create role " + role + " login password '" + role + "'");
        }
        database.create(NAME);
        return database;
    }

    /** Creates a database more, without tables. */
    void create(String name) throws SQLException {
        asSuperuser("postgres", "create database " + name + " owner owner");
        asSuperuser(name, "alter schema public owner to owner");
        asSuperuser(name, "grant usage on schema public to app, app_system");
    }

    /** Where the application finds the database, and who logs in. */
    Map<String, Object> properties() {
        return properties(NAME);
    }

    Map<String, Object> properties(String database) {
        return Map.of(
                "spring.datasource.url", url(database),
                "spring.datasource.username", "app",
                "spring.datasource.password", "app",
                "spring.flyway.user", "owner",
                "spring.flyway.password", "owner",
                "hibernate.tenant-rls.system.user", "app_system",
                "hibernate.tenant-rls.system.password", "app_system");
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
    }

    /** Runs a statement past all policies. */
    void asSuperuser(String database, String sql) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
