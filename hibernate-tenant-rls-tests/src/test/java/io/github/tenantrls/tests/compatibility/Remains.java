// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.SessionFactory;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** What is left of a tenant on the connection, once his transaction has ended. */
final class Remains {

    private Remains() {}

    /** Asserts that it is nothing; on the same backend, where no PgBouncer chooses one. */
    static void none(Setting setting, SessionFactory factory) throws SQLException {
        String backend = TenantContext.callAs(
                Tenants.A, () -> factory.fromTransaction(session -> session.doReturningWork(Remains::backend)));
        MultiTenantConnectionProvider<?> provider = factory.unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(MultiTenantConnectionProvider.class);
        try (Connection raw = provider.getAnyConnection()) {
            if (setting.url().equals(setting.database().url())) {
                assertThat(backend(raw)).isEqualTo(backend);
            }
            assertThat(value(raw, "select coalesce(current_setting('app.current_tenant', true), '')"))
                    .isEmpty();
            assertThat(value(raw, "select count(*) from Note")).isEqualTo("0");
        }
    }

    private static String backend(Connection connection) throws SQLException {
        return value(connection, "select pg_backend_pid()");
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
