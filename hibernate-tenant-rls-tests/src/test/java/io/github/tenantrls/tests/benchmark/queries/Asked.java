// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.queries;

import io.github.tenantrls.tests.support.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement that someone asks again and again, in a transaction that is rolled back, on a connection of its own.
 *
 * <p>Each asker sets the variables of all contenders before the time is taken, so that none of them has a start.
 */
final class Asked implements AutoCloseable {

    final Asker asker;
    private final Facts facts;
    private final Connection connection;
    private final PreparedStatement statement;
    private final PreparedStatement explained;
    private final boolean update;

    Asked(Database database, Asker asker, Statement asked, Facts facts) throws SQLException {
        this.asker = asker;
        this.facts = facts;
        this.connection = DriverManager.getConnection(database.url(), asker.role(), asker.role());
        connection.setAutoCommit(false);
        String sql = asker.condition() ? asked.withCondition() : asked.withoutCondition();
        this.update = sql.stripLeading().startsWith("update");
        this.statement = connection.prepareStatement(sql);
        this.explained = connection.prepareStatement("explain (analyze, timing off, summary on) " + sql);
        List<Object> values = asked.values(facts, asker.condition());
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
            explained.setObject(i + 1, values.get(i));
        }
    }

    /** What it answers: the number of rows, and a sum over what they hold. */
    record Answer(long rows, long sum) {}

    Answer answer() throws SQLException {
        bind();
        try {
            return execute();
        } finally {
            connection.rollback();
        }
    }

    /** Whether it leaves versions of rows behind, over which it steps when it is repeated. */
    boolean isUpdate() {
        return update;
    }

    /** How long the answers take to be there, in milliseconds. */
    double[] wallTimes(int times) throws SQLException {
        bind();
        double[] all = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            execute();
            all[i] = (System.nanoTime() - start) / 1e6;
        }
        connection.rollback();
        return all;
    }

    /** How the server plans and executes it each time, and how long that takes it. */
    List<List<String>> explain(int times) throws SQLException {
        bind();
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(plan());
        }
        connection.rollback();
        return all;
    }

    private List<String> plan() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = explained.executeQuery()) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    private void bind() throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "select set_config('app.current_tenant', ?, true), set_config('hibernate.tenant_id', ?, true)")) {
            set.setString(1, facts.tenant().toString());
            set.setString(2, facts.tenant().toString());
            set.execute();
        }
    }

    private Answer execute() throws SQLException {
        if (!statement.execute()) {
            return new Answer(statement.getUpdateCount(), 0);
        }
        long count = 0;
        long sum = 0;
        try (ResultSet rows = statement.getResultSet()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                count++;
                for (int i = 1; i <= columns; i++) {
                    sum += rows.getString(i).hashCode();
                }
            }
        }
        return new Answer(count, sum);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
