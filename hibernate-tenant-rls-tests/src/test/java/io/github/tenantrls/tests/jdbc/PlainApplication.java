// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.jdbc.RlsDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An application that has the library, the driver and the logging that the library uses, and nothing else. */
final class PlainApplication {

    private PlainApplication() {}

    /** URL, user, password and tenant; prints what is on the class path, and how many rows are seen as the tenant and as the system. */
    public static void main(String[] arguments) throws SQLException {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setURL(arguments[0]);
        server.setUser(arguments[1]);
        server.setPassword(arguments[2]);
        DataSource isolated = RlsDataSource.of(
                server, Map.of(TenantRlsSettings.SYSTEM_ROLE, "system", TenantRlsSettings.KNOWN_TENANTS, true));
        System.out.println("Hibernate: " + isPresent("org.hibernate.Session"));
        System.out.println("tenant: "
                + TenantContext.<Integer, SQLException>callAs(UUID.fromString(arguments[3]), () -> count(isolated)));
        System.out.println("a tenant that is not known is refused: " + isRefused(isolated));
        System.out.println(
                "system: " + TenantContext.<Integer, SQLException>callAsSystem("a test", () -> count(isolated)));
    }

    private static boolean isRefused(DataSource source) throws SQLException {
        try {
            TenantContext.<Integer, SQLException>callAs(UUID.randomUUID(), () -> count(source));
            return false;
        } catch (UnknownTenantException e) {
            return true;
        }
    }

    private static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from item")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
