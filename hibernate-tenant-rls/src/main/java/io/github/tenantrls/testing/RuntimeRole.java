// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.schema.TenantTable;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * The role that the tests run as. Immutable.
 *
 * @param name its name
 * @param superuser whether it is a superuser
 * @param bypassesRls whether it has BYPASSRLS
 * @param owned a table of a tenant-scoped entity of whose owner it is or may become a member, or null
 */
record RuntimeRole(
        String name,
        boolean superuser,
        boolean bypassesRls,
        @Nullable String owned) {

    private static final String ROLE = """
            select r.rolname, r.rolsuper, r.rolbypassrls,
                   (select pg_catalog.min(c.oid::pg_catalog.regclass::pg_catalog.text)
                      from pg_catalog.unnest(?::pg_catalog.text[]) as w (name)
                      join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.name)
                     where pg_catalog.pg_has_role(c.relowner, 'member'))
              from pg_catalog.pg_roles r
             where r.rolname = current_user""";

    /**
     * Asks the database.
     *
     * @throws TenantRlsException if it does not answer
     */
    static RuntimeRole of(EntityManagerFactory factory, List<TenantTable> tables) {
        MultiTenantConnectionProvider<?> connections = factory.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(MultiTenantConnectionProvider.class);
        try {
            Connection connection = connections.getAnyConnection();
            try {
                return read(connection, tables);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback(); // a transaction that a pool had begun by itself must not stay open
                }
                connections.releaseAnyConnection(connection);
            }
        } catch (SQLException e) {
            throw new TenantRlsException(
                    "The role that the tests run as cannot be read (" + e.getMessage()
                            + "); see that the database answers",
                    e);
        }
    }

    /**
     * Requires a role that the policies restrict, as the application's is.
     *
     * @throws AssertionError if it is another one
     */
    void requireRestricted() {
        if (superuser) {
            throw refused("a superuser, to whom no policy applies");
        }
        if (bypassesRls) {
            throw refused("which has BYPASSRLS, so that no policy applies to it");
        }
        if (owned != null) {
            throw refused(
                    "which owns the table " + owned + " or may become its owner, and could switch its policies off");
        }
    }

    private AssertionError refused(String why) {
        return new AssertionError("The tests are refused, because they run as role " + name + ", " + why
                + ": tests that pass as this role would not show that tenants are isolated. Let migrations run as the owner,"
                + " and let the persistence unit of the tests log in as the application does: create role app login"
                + " password '..' nosuperuser nobypassrls, and grant it select, insert, update, delete on the tables");
    }

    private static RuntimeRole read(Connection connection, List<TenantTable> tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROLE)) {
            Object[] names = tables.stream().map(TenantTable::sqlName).toArray();
            statement.setArray(1, connection.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RuntimeRole(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4));
            }
        }
    }
}
