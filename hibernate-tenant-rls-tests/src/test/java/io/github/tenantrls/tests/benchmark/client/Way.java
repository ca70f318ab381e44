// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.client;

import io.github.tenantrls.jdbc.RlsDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A way to have the first statement of a transaction bound, or not. */
public enum Way {
    /** Without any tenant: what the others are compared with. */
    PLAIN,

    /** The binding and the statement in one text, written by hand: what the driver alone takes for it. */
    COMPOSED {
        @Override
        PreparedStatement prepareFirst(Connection connection) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(COMPOSED_SQL);
            statement.setString(1, Client.TENANT);
            return statement;
        }

        @Override
        ResultSet executeFirst(PreparedStatement statement) throws SQLException {
            statement.execute();
            statement.getMoreResults();
            return statement.getResultSet();
        }

        /** In a bracket, as what the driver sends at once is one transaction only then. */
        @Override
        PreparedStatement prepareAlone(Connection connection) throws SQLException {
            PreparedStatement statement = connection.prepareStatement("begin;" + COMPOSED_SQL + ";commit");
            statement.setString(1, Client.TENANT);
            return statement;
        }

        @Override
        ResultSet executeAlone(PreparedStatement statement) throws SQLException {
            statement.execute();
            statement.getMoreResults();
            statement.getMoreResults();
            return statement.getResultSet();
        }

        @Override
        int shift() {
            return 1;
        }
    },

    /** The binding as a statement of its own, by hand. */
    SEPARATE {
        @Override
        PreparedStatement prepareFirst(Connection connection) throws SQLException {
            try (PreparedStatement binding = connection.prepareStatement(BINDING)) {
                binding.setString(1, Client.TENANT);
                binding.execute();
            }
            return connection.prepareStatement(Client.SQL);
        }
    },

    /** This library. */
    LIBRARY {
        @Override
        DataSource over(DataSource pool) {
            return RlsDataSource.of(pool);
        }
    };

    private static final String BINDING = "select set_config('app.current_tenant', ?, true) is null";
    private static final String COMPOSED_SQL = BINDING + ';' + Client.SQL;

    DataSource over(DataSource pool) {
        return pool;
    }

    /** Prepares the first statement of a transaction. */
    PreparedStatement prepareFirst(Connection connection) throws SQLException {
        return connection.prepareStatement(Client.SQL);
    }

    ResultSet executeFirst(PreparedStatement statement) throws SQLException {
        return statement.executeQuery();
    }

    /** Prepares a statement in auto-commit. */
    PreparedStatement prepareAlone(Connection connection) throws SQLException {
        return prepareFirst(connection);
    }

    ResultSet executeAlone(PreparedStatement statement) throws SQLException {
        return executeFirst(statement);
    }

    /** By how much the parameters of the first statement are shifted. */
    int shift() {
        return 0;
    }
}
