// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What a database lacks to isolate the tenants, as steps in the order in which to take them. Immutable.
 *
 * @param steps the steps; none if nothing is lacking
 * @param notes what the plan does not do and somebody has to, or should know, a sentence each
 */
public record MigrationPlan(List<MigrationStep> steps, List<String> notes) {

    /**
     * Creates a plan.
     *
     * @param steps the steps
     * @param notes what it does not do
     */
    public MigrationPlan {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /**
     * Compares a database with what must be; reads only, in one transaction that is rolled back.
     *
     * @param connection a connection of the owner of the tables, in no transaction
     * @param config what is to be isolated
     * @param options how
     * @return the plan
     * @throws io.github.tenantrls.TenantRlsException if a table is not there, a source of tenants is missing or does not fit,
     *     or a role lacks a right, with what to do
     * @throws SQLException if the catalog cannot be read
     */
    public static MigrationPlan of(Connection connection, IsolationConfig config, PlanOptions options)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            return Planner.plan(connection, config, options);
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    /**
     * Whether nothing is lacking.
     *
     * @return whether there are no steps
     */
    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
