// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL of this JVM, started when first asked for and stopped when the JVM ends.
 *
 * <p>The first that holds: the environment variable {@code TENANT_RLS_TEST_URL} (JDBC URL of an external server with a
 * superuser's name and password, {@code max_connections} of at least 200, and {@code max_prepared_transactions} of 20); a container, where Docker answers; an embedded
 * server from Maven. The version of the latter two is the property {@code embedded.postgres.version} of the build.
 */
record TestServer(String host, int port, String superuser, String password) {

    private static final String EXTERNAL_URL = "TENANT_RLS_TEST_URL";
    private static final String VERSION = System.getProperty("embedded.postgres.version", "18");
    private static final String MAX_CONNECTIONS = "300";

    /** For transactions of JTA over two databases. */
    private static final String MAX_PREPARED_TRANSACTIONS = "20";

    /** One at a time creates roles on a server that several JVMs share; the number only has to be the same in all. */
    private static final long ROLES_LOCK = 7_205_921;

    /** The server of this JVM. */
    static TestServer get() {
        return Holder.SERVER;
    }

    /** The URL of a database, without user. */
    String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** A data source without a pool, for the superuser. */
    PGSimpleDataSource superuserDataSource(String database) {
        return dataSource(url(database), superuser, password);
    }

    static PGSimpleDataSource dataSource(String url, String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    private static TestServer start() {
        String external = System.getenv(EXTERNAL_URL);
        TestServer server = external != null ? external(external) : dockerAnswers() ? container() : embedded();
        server.createRoles();
        return server;
    }

    private static TestServer external(String url) {
        PGSimpleDataSource parsed = new PGSimpleDataSource();
        parsed.setURL(url);
        String[] hosts = parsed.getServerNames();
        return new TestServer(
                hosts[0],
                parsed.getPortNumbers()[0],
                required(parsed.getUser(), "user"),
                required(parsed.getPassword(), "password"));
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalStateException(EXTERNAL_URL + " must be a JDBC URL that names " + name
                    + ", as in jdbc:postgresql://host:5432/postgres?user=postgres&password=..");
        }
        return value;
    }

    private static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // Testcontainers removes the container when the JVM has ended
    private static TestServer container() {
        String major = VERSION.split("\\.")[0];
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + major)
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_connections=" + MAX_CONNECTIONS,
                        "-c",
                        "max_prepared_transactions=" + MAX_PREPARED_TRANSACTIONS);
        container.start();
        return new TestServer(
                container.getHost(), container.getFirstMappedPort(), container.getUsername(), container.getPassword());
    }

    @SuppressWarnings("resource") // stopped by its own shutdown hook
    private static TestServer embedded() {
        try {
            return of(builder().start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL does not start; set " + EXTERNAL_URL + " to use a server of your own", e);
        }
    }

    /** An embedded server that is yet to be started. */
    static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("max_prepared_transactions", MAX_PREPARED_TRANSACTIONS)
                .setServerConfig("fsync", "off")
                .setServerConfig("listen_addresses", "localhost");
    }

    /** An embedded server that runs; without the roles as yet. */
    static TestServer of(EmbeddedPostgres postgres) {
        return new TestServer("localhost", postgres.getPort(), "postgres", "postgres");
    }

    void createRoles() {
        try (Connection connection = superuserDataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + ROLES_LOCK + ")");
            for (Role role : new Role[] {Role.OWNER, Role.APP, Role.SYSTEM, Role.SWITCHING}) {
                statement.execute("do $$ begin create role " + role.login()
                        + "; exception when duplicate_object then null; end $$");
                statement.execute(
                        "alter role " + role.login() + " " + role.options + " password '" + role.login() + "'");
            }
            statement.execute("grant system to switching");
        } catch (SQLException e) {
            throw new IllegalStateException("The roles of the tests cannot be created as " + superuser, e);
        }
    }

    private static final class Holder {
        static final TestServer SERVER = start();
    }
}
