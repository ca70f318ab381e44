// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An embedded PostgreSQL with three roles, none of them superuser: {@code owner}, which owns the tables and migrates them,
 * {@code app}, which the application runs as, and {@code app_system}, which it takes on for the work of the system.
 */
public final class DemoDatabase implements AutoCloseable {

    static final String URL = "quarkus.datasource.jdbc.url";

    private final EmbeddedPostgres postgres;

    private DemoDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts the server and creates the roles. */
    public static DemoDatabase start() throws IOException, SQLException {
        DemoDatabase database = new DemoDatabase(EmbeddedPostgres.start());
        database.asSuperuser("create role owner login password 'owner'");
        database.asSuperuser("create role app_system");
        database.asSuperuser("create role app login noinherit password 'app' in role app_system");
        database.asSuperuser("alter schema public owner to owner");
        database.asSuperuser("grant usage on schema public to app, app_system");
        return database;
    }

    /** Where the application finds it, as Quarkus's settings. */
    public Map<String, String> settings() {
        return Map.of(URL, "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres");
    }

    /** Runs a statement that returns nothing, past all policies. */
    public void asSuperuser(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what is really there, past all policies. */
    public List<String> truth(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
