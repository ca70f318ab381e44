// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** (e), (f) and (g): policies, and a small connection provider that sets the variable, as tutorials have it. */
final class ProviderTenancy extends UnmappedTenancy {

    private static final String VARIABLE = "app.current_tenant";

    private final Function<DataSource, TenantConnections> provider;

    private ProviderTenancy(Function<DataSource, TenantConnections> provider) {
        this.provider = provider;
    }

    /** The variable is set by a statement of its own at the begin of each transaction, until its end. */
    static ProviderTenancy separate() {
        return new ProviderTenancy(Separate::new);
    }

    /** The variable is set when the connection is taken, and reset when it is given back. */
    static ProviderTenancy session() {
        return new ProviderTenancy(OfSession::new);
    }

    @Override
    Map<String, Object> settings(DataSource dataSource) {
        return Map.of(PROVIDER, provider.apply(dataSource), RESOLVER, new CurrentTenant());
    }

    private static final class Separate extends TenantConnections {

        private static final long serialVersionUID = 1;

        Separate(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        void taken(Connection connection, String tenant) throws SQLException {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, true)")) {
                statement.setString(1, VARIABLE);
                statement.setString(2, tenant);
                statement.execute();
            }
        }

        @Override
        void givenBack(Connection connection) throws SQLException {
            connection.setAutoCommit(true);
        }
    }

    private static final class OfSession extends TenantConnections {

        private static final long serialVersionUID = 1;

        OfSession(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        void taken(Connection connection, String tenant) throws SQLException {
            run(connection, "set " + VARIABLE + " = '" + tenant + "'");
        }

        @Override
        void givenBack(Connection connection) throws SQLException {
            run(connection, "reset " + VARIABLE);
        }

        private static void run(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
