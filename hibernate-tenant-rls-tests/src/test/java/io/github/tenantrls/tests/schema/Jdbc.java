// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain JDBC as the runtime role, without any of this library: only the database isolates here. */
final class Jdbc {

    private Jdbc() {}

    /** The first column of the rows of all queries in the text, with a tenant bound by hand. */
    static List<String> as(Database database, Object tenant, String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = database.connection(Role.APP);
                PreparedStatement bind =
                        connection.prepareStatement("select set_config('app.current_tenant', ?, false)");
                Statement statement = connection.createStatement()) {
            bind.setString(1, tenant.toString());
            bind.execute();
            boolean rowsNext = statement.execute(sql);
            while (rowsNext || statement.getUpdateCount() >= 0) {
                if (rowsNext) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            values.add(rows.getString(1));
                        }
                    }
                }
                rowsNext = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getSQLState() + " " + e.getMessage(), e);
        }
        return values;
    }
}
