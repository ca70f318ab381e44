// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.tenants.UnitConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.jndi.spi.JndiService;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/** Where the connections come from: a {@code DataSource} that was given, or else a pool of our own. Thread-safe. */
@SuppressWarnings("deprecation") // Hibernate's older names of these settings are still in use
abstract class ConnectionSource implements AutoCloseable {

    /** The settings that name a {@code DataSource}, the first that is given counts. */
    static final List<String> DATA_SOURCES = List.of(
            JdbcSettings.DATASOURCE, JdbcSettings.JAKARTA_JTA_DATASOURCE, JdbcSettings.JAKARTA_NON_JTA_DATASOURCE);

    private static final String AGROAL = "io.agroal.api.AgroalDataSource";
    private static final String CHECK_DATABASE = "check that it runs, and its URL, user and password";

    /** The SQLSTATE for a connection that cannot even be tried: "connection exception" of class 08 of the standard. */
    private static final String NOT_CONFIGURED = "08000";

    private static final String PGJDBC = "org.postgresql.core.BaseConnection";

    private final String unit;

    ConnectionSource(String unit) {
        this.unit = unit;
    }

    /**
     * Chooses the source as Hibernate itself does: a {@code DataSource} before a URL.
     *
     * @throws TenantRlsException if there is none, naming what to add
     */
    static ConnectionSource of(Map<String, Object> settings, ServiceRegistryImplementor services, String unit) {
        require(PGJDBC, unit, "the PostgreSQL driver is not on the class path", "add org.postgresql:postgresql");
        Object dataSource = dataSource(settings);
        if (dataSource != null) {
            return new Given(unit, dataSource(dataSource, services, unit), settings);
        }
        if (first(settings, JdbcSettings.URL, JdbcSettings.JAKARTA_JDBC_URL) == null) {
            return new Missing(unit);
        }
        require(
                AGROAL,
                unit,
                "no connection pool is on the class path",
                "add io.agroal:agroal-pool, or hand over a DataSource");
        return new AgroalSource(unit, settings);
    }

    static @Nullable Object dataSource(Map<String, Object> settings) {
        return first(settings, DATA_SOURCES.toArray(String[]::new));
    }

    final String unit() {
        return unit;
    }

    /** Lends a connection. */
    final Connection open() throws SQLException {
        try {
            return lend();
        } catch (SQLException e) {
            throw new SQLException(
                    "Persistence unit " + unit + ": no connection to the database: " + e.getMessage() + remedy(e),
                    e.getSQLState(),
                    e);
        }
    }

    private static String remedy(SQLException e) {
        if (e instanceof SQLFeatureNotSupportedException) {
            return "; the DataSource takes no user and password, so remove " + JdbcSettings.JAKARTA_JDBC_USER + " and "
                    + JdbcSettings.USER;
        }
        if (e.getSQLState() == null) { // it was the pool that gave up, as a rule because all connections were lent
            return "; if all connections of the pool are in use, close sessions sooner or make the pool larger, else "
                    + CHECK_DATABASE;
        }
        return e.getSQLState().equals(NOT_CONFIGURED) ? "" : "; " + CHECK_DATABASE;
    }

    /**
     * Refuses a start without a database here, where the reason is known; Hibernate would go on without, and fail
     * because it cannot determine the dialect.
     *
     * @throws TenantRlsException if no connection can be had
     */
    final void requireDatabase() {
        try {
            open().close();
        } catch (SQLException e) {
            close();
            throw new TenantRlsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The role that its connections work as, to which policies apply. */
    final String role() throws SQLException {
        try (Connection connection = open()) {
            return UnitConnections.readOn(connection, ConnectionSource::currentUser);
        }
    }

    private static String currentUser(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select current_user");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    abstract Connection lend() throws SQLException;

    /**
     * Refuses transactions of JTA over a pool that takes no part in them: each statement would be committed by itself.
     *
     * @param remedy the setting that hands over a {@code DataSource}
     * @throws TenantRlsException unless the connections come from a {@code DataSource}, which is taken to be enlisted
     */
    void requireJta(String remedy) {}

    /** Closes what this source itself has opened. */
    @Override
    public void close() {}

    static @Nullable Object first(Map<String, Object> settings, String... keys) {
        return Stream.of(keys)
                .map(settings::get)
                .filter(value -> value != null && !value.equals(""))
                .findFirst()
                .orElse(null);
    }

    private static void require(String type, String unit, String what, String remedy) {
        try {
            Class.forName(type, false, ConnectionSource.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new TenantRlsException("Persistence unit " + unit + ": " + what + "; " + remedy, e);
        }
    }

    private static DataSource dataSource(Object given, ServiceRegistryImplementor services, String unit) {
        Object found = given instanceof String name
                ? services.requireService(JndiService.class).locate(name)
                : given;
        if (found instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new TenantRlsException("Persistence unit " + unit + ": what " + JdbcSettings.DATASOURCE
                + " or jakarta.persistence.(non)jtaDataSource names is not a javax.sql.DataSource; hand over one");
    }

    /** No database at all, which does for writing a schema to a file. */
    private static final class Missing extends ConnectionSource {

        Missing(String unit) {
            super(unit);
        }

        @Override
        Connection lend() throws SQLException {
            throw new SQLException(
                    "none is configured, set " + JdbcSettings.JAKARTA_JDBC_URL + " or hand over a DataSource",
                    NOT_CONFIGURED);
        }
    }

    /** A {@code DataSource} of the application or its container, which also closes it. */
    private static final class Given extends ConnectionSource {

        private final DataSource dataSource;
        private final @Nullable String user;
        private final @Nullable String password;

        Given(String unit, DataSource dataSource, Map<String, Object> settings) {
            super(unit);
            this.dataSource = dataSource;
            user = text(first(settings, JdbcSettings.USER, JdbcSettings.JAKARTA_JDBC_USER));
            password = text(first(settings, JdbcSettings.PASS, JdbcSettings.JAKARTA_JDBC_PASSWORD));
        }

        @Override
        Connection lend() throws SQLException {
            return user == null ? dataSource.getConnection() : dataSource.getConnection(user, password);
        }

        private static @Nullable String text(@Nullable Object value) {
            return value == null ? null : value.toString();
        }
    }
}
