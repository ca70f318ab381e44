// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import io.github.tenantrls.examples.quickstart.RoundTripCounter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh database, owned by {@link Role#OWNER}; the other roles may use its schema {@code public}, and have on each table that the owner creates there what they need to read and write. Thread-safe.
 *
 * <p>A test gets one per class as parameter or field through {@link DatabaseExtension}.
 */
public final class Database implements AutoCloseable {

    private final TestServer server;
    private final String name;
    private @Nullable RoundTripCounter counter;

    private Database(TestServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Creates a database; the caller closes it. */
    public static Database create() {
        return create(TestServer.get());
    }

    static Database create(TestServer server) {
        Database database = new Database(
                server, "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16));
        try (Connection connection = server.superuserDataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database.name + " owner owner");
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be created", e);
        }
        database.empty();
        return database;
    }

    /** Drops what there is in the schema {@code public}, and whatever depends on it, and grants on it what is new. */
    public void empty() {
        sql(Role.SUPERUSER, "drop schema public cascade", "create schema public authorization owner");
        sql(
                Role.OWNER,
                "grant usage on schema public to app, system, switching",
                "alter default privileges in schema public"
                        + " grant select, insert, update, delete on tables to app, system, switching",
                "alter default privileges in schema public grant usage, select on sequences to app, system, switching");
    }

    /** The database's name. */
    public String name() {
        return name;
    }

    /** Its JDBC URL, without user. */
    public String url() {
        return server.url(name);
    }

    /** Its JDBC URL through {@link #roundTrips()}, without user. */
    public String proxiedUrl() {
        return roundTrips().url(name);
    }

    /** The counter that {@link #proxiedUrl()} leads through; one for each database, started when first asked for. */
    public synchronized RoundTripCounter roundTrips() {
        if (counter == null) {
            try {
                counter = new RoundTripCounter(server.host(), server.port());
            } catch (IOException e) {
                throw new IllegalStateException("The proxy does not start", e);
            }
        }
        return counter;
    }

    /** A PgBouncer in front of the server, with at most so many connections for each role; the caller closes it. */
    public PgBouncer pgBouncer(int connections) throws IOException {
        return PgBouncer.start(server.host(), server.port(), connections);
    }

    /** The name that a role logs in with. */
    public String user(Role role) {
        return role == Role.SUPERUSER ? server.superuser() : role.login();
    }

    /** The password that a role logs in with. */
    public String password(Role role) {
        return role == Role.SUPERUSER ? server.password() : role.login();
    }

    /** A data source without a pool: each connection is a new one. */
    public PGSimpleDataSource dataSource(Role role) {
        return TestServer.dataSource(url(), user(role), password(role));
    }

    /** As {@link #dataSource}, through {@link #roundTrips()}. */
    public PGSimpleDataSource proxiedDataSource(Role role) {
        return TestServer.dataSource(proxiedUrl(), user(role), password(role));
    }

    /** A new connection; the caller closes it. */
    public Connection connection(Role role) {
        try {
            return dataSource(role).getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException("No connection as " + role, e);
        }
    }

    /** Runs statements one by one on a connection of their own, each in a transaction of its own. */
    public void sql(Role role, String... statements) {
        try (Connection connection = connection(role);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("As " + role + ": " + e.getMessage(), e);
        }
    }

    /** The first column of a query's rows as text, by a connection of its own. */
    public List<@Nullable String> query(Role role, String sql) {
        List<@Nullable String> values = new ArrayList<>();
        try (Connection connection = connection(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("As " + role + ": " + e.getMessage(), e);
        }
        return values;
    }

    /** The only value of a query, as text, by a connection of its own. */
    public @Nullable String value(Role role, String sql) {
        List<@Nullable String> values = query(role, sql);
        if (values.size() != 1) {
            throw new IllegalStateException(values.size() + " rows instead of one: " + sql);
        }
        return values.get(0);
    }

    /** Terminates all other sessions of the database that the role has open. */
    public void terminateSessions(Role role) {
        sql(
                Role.SUPERUSER,
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = '"
                        + name + "' and usename = '" + user(role) + "'");
    }

    /** Drops the database, whoever is still connected to it. */
    @Override
    public synchronized void close() throws Exception {
        if (counter != null) {
            counter.close();
        }
        try (Connection connection = server.superuserDataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + name + " with (force)");
        }
    }
}
