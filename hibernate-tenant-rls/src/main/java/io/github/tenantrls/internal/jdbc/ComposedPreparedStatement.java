// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A statement prepared together with the one that binds the tenant: both travel in one message, and cost no round trip
 * more than the statement alone.
 *
 * <p>The first parameter that the driver sees is the binding's. So the caller's parameters are shifted by one, and the
 * results before the caller's are skipped. A batch cannot be composed: once one is begun, the statement is prepared again
 * without the binding, and given the same parameters.
 */
@SuppressWarnings("deprecation")
final class ComposedPreparedStatement extends ParameterStatement {

    /** A plan whose result has changed, and a prepared statement that is gone. */
    private static final Set<String> STALE_PLAN = Set.of("0A000", "26000");

    private static final @Nullable Parameter[] NONE = {};

    private final boolean alone;
    private final BoundConnection.StatementFactory factory;
    private @Nullable Parameter[] parameters = NONE;
    private @Nullable PreparedStatement plain;
    private boolean pastResults;

    /**
     * @param alone whether the statement was composed to be a transaction of its own
     */
    ComposedPreparedStatement(
            BoundConnection connection,
            PreparedStatement composed,
            String sql,
            SqlText text,
            boolean alone,
            BoundConnection.StatementFactory factory) {
        super(connection, composed, sql, text);
        this.alone = alone;
        this.factory = factory;
    }

    @Override
    PreparedStatement delegate() {
        PreparedStatement current = plain;
        return current == null ? super.delegate() : current;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            if (!isComposed()) {
                return super.executeQuery();
            }
            if (!executeComposed()) {
                throw new SQLException("No results were returned by the query.", "02000");
            }
            return produced(delegate().getResultSet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int executeUpdate() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            if (!isComposed()) {
                return super.executeUpdate();
            }
            refuseRows(executeComposed());
            return delegate().getUpdateCount();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            if (!isComposed()) {
                return super.executeLargeUpdate();
            }
            refuseRows(executeComposed());
            return delegate().getLargeUpdateCount();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean execute() throws SQLException {
        Lock lock = binding().lock();
        lock.lock();
        try {
            return isComposed() ? noted(executeComposed()) : super.execute();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether to execute what was composed. If that was a transaction of its own, it must not run in another one, which
     * its commit would end; nor must the other kind run in none, where the binding might end before the statement.
     */
    private boolean isComposed() throws SQLException {
        if (plain == null) {
            binding().checkUsable();
            if (alone != binding().isAlone()) {
                prepareWithoutBinding();
            }
        }
        return plain == null;
    }

    private boolean executeComposed() throws SQLException {
        pastResults = false;
        noted(false);
        try {
            return binding().executeComposed(delegate(), alone);
        } catch (SQLException e) {
            // as the driver does with a statement of its own, but not with a composed one
            if (alone
                    && STALE_PLAN.contains(String.valueOf(e.getSQLState()))
                    && binding().isAlone()) {
                return binding().executeComposed(delegate(), alone);
            }
            throw e;
        }
    }

    private static void refuseRows(boolean rows) throws SQLException {
        if (rows) {
            throw new SQLException("A result was returned when none was expected.", "0100E");
        }
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return isBeforeCommit(super.getMoreResults());
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        return isBeforeCommit(super.getMoreResults(current));
    }

    /** The caller's statement has one result; behind it there is only that of the commit. */
    private boolean isBeforeCommit(boolean moreResults) {
        pastResults = alone && plain == null;
        return moreResults && !pastResults;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return pastResults ? -1 : super.getUpdateCount();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return pastResults ? -1 : super.getLargeUpdateCount();
    }

    @Override
    public void addBatch() throws SQLException {
        prepareWithoutBinding();
        super.addBatch();
    }

    /** The driver would close the statement with the result of the binding. */
    @Override
    public void closeOnCompletion() throws SQLException {
        prepareWithoutBinding();
        super.closeOnCompletion();
    }

    /** What is handed out is the caller's statement alone. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            prepareWithoutBinding();
        }
        return super.unwrap(type);
    }

    @Override
    public void clearParameters() throws SQLException {
        parameters = NONE;
        super.clearParameters();
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        if (plain != null || delegate().getResultSet() != null) {
            return super.getMetaData();
        }
        try (PreparedStatement described = factory.prepare(connection().delegate(), sql())) {
            return described.getMetaData();
        }
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        if (plain != null) {
            return super.getParameterMetaData();
        }
        try (PreparedStatement described = factory.prepare(connection().delegate(), sql())) {
            return described.getParameterMetaData();
        }
    }

    private void prepareWithoutBinding() throws SQLException {
        if (plain != null) {
            return;
        }
        PreparedStatement composed = delegate();
        PreparedStatement replacement = factory.prepare(connection().delegate(), sql());
        boolean done = false;
        try {
            replacement.setFetchSize(composed.getFetchSize());
            replacement.setMaxRows(composed.getMaxRows());
            replacement.setMaxFieldSize(composed.getMaxFieldSize());
            replacement.setQueryTimeout(composed.getQueryTimeout());
            for (int i = 0; i < parameters.length; i++) {
                Parameter parameter = parameters[i];
                if (parameter != null) {
                    parameter.set(replacement, i + 1);
                }
            }
            done = true;
        } finally {
            if (!done) {
                replacement.close();
            }
        }
        parameters = NONE;
        plain = replacement;
        pastResults = false;
        composed.close();
    }

    @Override
    void set(int index, Parameter parameter) throws SQLException {
        if (plain != null) {
            parameter.set(plain, index);
            return;
        }
        if (index < 1) {
            throw new SQLException("The column index is out of range: " + index, "22023");
        }
        parameter.set(delegate(), index + 1);
        if (parameters.length < index) {
            parameters = Arrays.copyOf(parameters, Math.max(index, 2 * parameters.length));
        }
        parameters[index - 1] = parameter;
    }

    /**
     * Sets a parameter whose type the driver leaves to the server. Were such a statement prepared on the server under a
     * name, the driver would have it described and then send it apart from the binding: one more round trip.
     */
    @Override
    void setUntyped(int index, Parameter parameter) throws SQLException {
        set(index, parameter);
        if (plain == null) {
            delegate().unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }

    @Override
    void setConsumed(int index, Parameter parameter) throws SQLException {
        prepareWithoutBinding();
        set(index, parameter);
    }
}
