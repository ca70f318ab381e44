// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions of three tenants and of the system, whose role is taken on, on one connection of the driver. */
@ExtendWith(DatabaseExtension.class)
abstract class RoleSessions {

    static final String[] SETTINGS = {TenantRlsSettings.SYSTEM_ROLE, "system"};

    static final List<String> ALL = Stream.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY)
            .flatMap(tenant -> Bound.rowsOf(tenant).stream())
            .toList();

    static Database database;

    Connection physical;
    int backend;
    Connection a;
    Connection b;
    Connection c;
    Connection system;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.SWITCHING);
        backend = Bound.backend(physical);
        open();
    }

    void open() throws SQLException {
        a = Bound.to(Tenants.A, physical, SETTINGS);
        b = Bound.to(Tenants.B, physical, SETTINGS);
        c = Bound.to(Tenants.C, physical, SETTINGS);
        system = Bound.toSystem(physical, SETTINGS);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    /** What is read by a session, in a block for the system if it is the system's. */
    List<String> names(Reading reading, Connection session) throws SQLException {
        return session == system
                ? TenantContext.<List<String>, SQLException>callAsSystem("a test", () -> reading.names(session))
                : reading.names(session);
    }

    List<String> names(Connection session) throws SQLException {
        return names(Reading.PREPARED, session);
    }

    void assertSees(Connection session, UUID tenant) throws SQLException {
        assertThat(names(session)).isEqualTo(Bound.rowsOf(tenant));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The role is the login's again, there is no tenant, and no row is visible. */
    void assertNothingLeft() throws SQLException {
        assertThat(value(physical, "select current_setting('role') || ' ' || current_user || ' ' || session_user"))
                .isEqualTo("none switching switching");
        Bound.assertNothingLeft(physical, backend);
    }
}
