// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The plan of a statement as if it had the tenant's condition itself, and there were no policies: as a role that they do
 * not apply to, with a temporary view in place of each tenant-scoped table. PostgreSQL takes the condition of such a view
 * for one of the statement's own. In a transaction that is rolled back.
 */
final class WithoutPolicies {

    private final Connection connection;
    private final RlsConfiguration configuration;
    private final ExplainOptions options;

    WithoutPolicies(Connection connection, RlsConfiguration configuration, ExplainOptions options) {
        this.connection = connection;
        this.configuration = configuration;
        this.options = options;
    }

    Plan read(StatementText statement, List<TenantTable> tables, String searchPath) throws SQLException {
        PlanReader reader = new PlanReader(connection, options);
        reader.value("select pg_catalog.set_config('search_path', ?, true)", searchPath);
        StatementText unqualified = statement;
        Map<String, String> seen = new HashMap<>();
        for (TenantTable table : tables) {
            requireExempt(table);
            String schema = Objects.requireNonNull(table.schema());
            if (seen.put(table.name(), schema) != null) {
                throw new TenantRlsException("The statement names two tenant-scoped tables called " + table.name()
                        + ", in different schemas, which cannot be explained; explain a statement with one of them");
            }
            view(table);
            unqualified = unqualified.unqualified(schema, table.name());
        }
        if (options.analyze()) {
            execute("set transaction read only");
        }
        return reader.read(unqualified);
    }

    private void view(TenantTable table) throws SQLException {
        execute("create temporary view " + Sql.name(table.name()) + " as select * from " + table.sqlName() + " where "
                + Sql.name(table.column()) + " = " + table.columnType().currentTenant(configuration.variable()));
    }

    /** The role of the system is under policies, which show it everything. */
    private void requireExempt(TenantTable table) throws SQLException {
        String sql = "select pg_catalog.row_security_active(?) and current_user is distinct from ?, current_user";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table.sqlName());
            query.setString(2, configuration.system().policyRole());
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    throw new TenantRlsException("Policies apply to the role " + row.getString(2) + " on "
                            + table.displayName() + ", so it cannot show the plan without them; give a role that is a"
                            + " superuser, has BYPASSRLS, or is the system role");
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
