// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.BindingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one connection's data statements run with its tenant bound in the very transaction in which they run.
 *
 * <p>As thread-safe as the connection: one thread at a time.
 */
final class Binding {

    private final Connection pooled;
    private final SessionTenant tenant;
    private final PhysicalConnection physical;
    private final Binder binder;
    private final boolean pipelined;

    Binding(Connection pooled, SessionTenant tenant) throws SQLException {
        this.pooled = pooled;
        this.tenant = tenant;
        physical = new PhysicalConnection(pooled, tenant.variable());
        pipelined = tenant.unit().configuration().binding() == BindingMode.PIPELINED && physical.pipelines();
        binder = new Binder(pooled, tenant, physical);
    }

    boolean isFor(@Nullable Object identifier) {
        return tenant.is(identifier);
    }

    /** Does something in which no other thread may bind a tenant on the same physical connection. */
    <T extends @Nullable Object> T exclusively(SqlCall<T> call) throws SQLException {
        lock().lock();
        try {
            return call.call();
        } finally {
            lock().unlock();
        }
    }

    Lock lock() {
        return physical.slot().lock();
    }

    /**
     * The text that binds the tenant and executes the given statement, in one message.
     *
     * @param alone whether the statement is a transaction of its own
     */
    String composed(String sql, boolean alone) {
        return tenant.sql().composed(sql, alone);
    }

    /** Whether a statement executed now is a transaction of its own. */
    boolean isAlone() throws SQLException {
        return physical.isIdle() && pooled.getAutoCommit();
    }

    /** Whether a statement prepared now should be prepared as {@link #composed}. */
    boolean shouldCompose(SqlText sql) throws SQLException {
        return pipelined && !pooled.isClosed() && !binder.isBound() && !physical.isFailed() && sql.composes();
    }

    /** Reads the text of a statement that is sent by itself. */
    SqlText read(String sql) throws SQLException {
        return tenant.unit().read(sql, physical.hasStandardStrings());
    }

    /** Likewise, of text that is not prepared: it may hold values, so it is not kept. */
    SqlText readOnce(String sql) throws SQLException {
        return tenant.unit().readOnce(sql, physical.hasStandardStrings());
    }

    /** Refuses text that must not be sent together with other commands. */
    void checkBatched(String sql) throws SQLException {
        tenant.unit().checkBatched(sql, physical.hasStandardStrings());
    }

    /**
     * Executes a statement that was prepared as {@link #composed}, and goes to the result of the caller's part; {@link
     * #exclusively}.
     *
     * @return whether that is a result set
     */
    boolean executeComposed(PreparedStatement composed, boolean alone) throws SQLException {
        binder.beforeBinding();
        composed.setString(1, tenant.parameter());
        try {
            boolean bindingsResult = composed.execute();
            while (!bindingsResult) {
                bindingsResult = composed.getMoreResults();
            }
            binder.bound();
            return composed.getMoreResults();
        } finally {
            if (alone) {
                if (!physical.isIdle()) {
                    ownTransactions().rollBackText(); // the commit behind the statement that failed was not executed
                }
                binder.ownTransactionEnded();
            }
        }
    }

    /**
     * Executes SQL text on the given statement, bound.
     *
     * @param statement what executes it; its fetch size may be changed for the time of the call
     */
    <S extends Statement, T extends @Nullable Object> T execute(SqlText sql, S statement, Execution<S, T> execution)
            throws SQLException {
        sql.check();
        lock().lock();
        try {
            binder.checkUsable();
            return !sql.leavesUnknown() && binder.isBound()
                    ? attempt(statement, execution)
                    : executeFirst(sql, statement, () -> execution.run(statement));
        } finally {
            lock().unlock();
        }
    }

    private <T extends @Nullable Object> T executeFirst(SqlText sql, Statement statement, SqlCall<T> call)
            throws SQLException {
        if (sql.passes()) {
            return sql.resetsSettings() ? keepingTenant(call) : thenUnknown(call);
        }
        SqlCall<T> noted = sql.leavesUnknown() ? () -> thenUnknown(call) : call;
        return executeBound(statement, sql.isSeveral() ? () -> FetchSize.ignored(statement, noted) : noted);
    }

    /** Executes what was gathered in a batch, bound. */
    <T extends @Nullable Object> T executeBatch(Statement statement, boolean anyText, SqlCall<T> call)
            throws SQLException {
        return exclusively(() -> {
            binder.checkUsable();
            return executeBound(statement, anyText ? () -> thenUnknown(call) : call);
        });
    }

    /** Before a savepoint: a rollback to it would undo a binding that came after it. */
    void beforeSavepoint() throws SQLException {
        binder.checkUsable();
        bindInTransaction();
    }

    /** After a rollback to a savepoint it is not known what the variable holds. */
    void rolledBackToSavepoint() {
        binder.rolledBackToSavepoint();
    }

    /** Nothing is bound in the next transaction, whoever begins it. */
    void transactionEnds() {
        binder.transactionEnds();
    }

    /** Before something of the driver's is handed out, past which this library does not see. */
    void beforeUnwrap() throws SQLException {
        if (!pooled.isClosed()) {
            binder.checkUsable();
            bindInTransaction();
        }
    }

    /** Whether reading a value could now run a statement under another one's tenant: that of a {@code refcursor}. */
    boolean isTakenOver() throws SQLException {
        return pooled.isClosed() || !tenant.isCurrent() || !binder.isOwner() && physical.isOpen();
    }

    /** Before such a statement. */
    void rebind() throws SQLException {
        binder.checkUsable();
        if (!binder.isOwner() && physical.isOpen()) {
            binder.bind();
        }
    }

    /** Notes that the rows are read from a cursor, and says so, if they are. */
    boolean opened(ResultSet rows) throws SQLException {
        return binder.opened(rows);
    }

    /** Refuses what is kept or read now and sent by a later call, while the work is another tenant's. */
    void checkContext() {
        tenant.checkContext();
    }

    void cursorDone(ResultSet rows) {
        binder.cursorDone(rows);
    }

    /**
     * Before the connection goes back to its pool: it may be lent to another in the same transaction.
     *
     * @throws SQLException also if what was left to be checked at the commit fails now
     */
    void release() throws SQLException {
        exclusively(() -> {
            binder.release();
            return true;
        });
    }

    /** Refuses to send, or to read from the server, what may be another tenant's now, or nobody's. */
    void checkUsable() throws SQLException {
        binder.checkUsable();
    }

    private <T extends @Nullable Object> T executeBound(Statement statement, SqlCall<T> call) throws SQLException {
        if (!binder.isBound() && !physical.isFailed()) {
            if (isAlone()) {
                return inOwnTransaction(statement, call);
            }
            binder.bind();
        }
        return attempt(call, SqlCall::call);
    }

    /** For auto-commit, where a binding by a statement of its own would end with that statement. */
    private <T extends @Nullable Object> T inOwnTransaction(Statement statement, SqlCall<T> call) throws SQLException {
        try {
            // a cursor would end with the transaction
            return FetchSize.ignored(
                    statement,
                    () -> ownTransactions().run(() -> {
                        binder.bind();
                        return attempt(call, SqlCall::call);
                    }));
        } finally {
            binder.ownTransactionEnded();
        }
    }

    private OwnTransactions ownTransactions() {
        return new OwnTransactions(pooled, physical.slot());
    }

    private void bindInTransaction() throws SQLException {
        exclusively(() -> {
            if (!binder.isBound() && !physical.isFailed() && !isAlone()) {
                binder.bind();
            }
            return true;
        });
    }

    /** What was left for the commit needs the tenant, and is not to be done while the variable is empty. */
    private <T extends @Nullable Object> T keepingTenant(SqlCall<T> call) throws SQLException {
        bindInTransaction();
        boolean bound = binder.isOwner() && physical.isOpen();
        T result = thenUnknown(call);
        if (bound) {
            binder.bindAgain();
        }
        return result;
    }

    /** After a failure the binding is unknown: the driver may have rolled back to a savepoint of its own. */
    private <S, T extends @Nullable Object> T attempt(S statement, Execution<S, T> execution) throws SQLException {
        boolean done = false;
        try {
            T result = execution.run(statement);
            done = true;
            return result;
        } finally {
            if (!done) {
                binder.failed();
            }
        }
    }

    private <T extends @Nullable Object> T thenUnknown(SqlCall<T> call) throws SQLException {
        try {
            return call.call();
        } finally {
            binder.becameUnknown();
        }
    }
}
