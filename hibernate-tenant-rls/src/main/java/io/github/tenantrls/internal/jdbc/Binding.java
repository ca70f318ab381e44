// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.BindingMode;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
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
 * <p>Whether the tenant is bound is never remembered alone: the driver's own view of the transaction decides, and only
 * against us. Idle means unbound. An open transaction counts as bound only after this very connection bound itself,
 * while no statement failed since, and while nobody else bound the same physical connection. In a transaction that somebody
 * else began, each statement is bound anew: the next one could not be told from it.
 *
 * <p>With a driver other than pgjdbc there is no such view, and each statement is preceded by a binding of its own.
 *
 * <p>As thread-safe as the connection: one thread at a time.
 */
final class Binding {

    /** Has deferred triggers run now, while the tenant is bound for whose rows they were left. */
    private static final String CHECK_NOW = "set constraints all immediate";

    /** Rows of a cursor that the system declared are all tenants', whoever fetches them. */
    private static final String CLOSE_CURSORS = ";close all";

    private final Connection pooled;
    private final SessionTenant tenant;
    private final PhysicalConnection physical;
    private final TenantSlot slot;
    private final OwnTransactions ownTransactions;
    private final boolean pipelined;

    /** Stands for this binding in the slot, which must not lead to the connection. */
    private final Object self = new Object();

    private final String key;

    /**
     * Whether this connection's own statements opened the transaction: it was idle when one of them was about to be sent.
     * Of a transaction that somebody else begins, such as a transaction manager, the end is not seen, and the next one
     * looks like it.
     */
    private boolean sawBegin;

    private boolean hasBound;

    Binding(Connection pooled, SessionTenant tenant, BindingMode mode) throws SQLException {
        this.pooled = pooled;
        this.tenant = tenant;
        physical = new PhysicalConnection(pooled, tenant.variable());
        slot = physical.slot();
        ownTransactions = new OwnTransactions(pooled, slot);
        key = tenant.key();
        pipelined = mode == BindingMode.PIPELINED && physical.pipelines();
        slot.opened(self, key, pooled);
    }

    static Binding of(Connection pooled, RlsConfiguration configuration, @Nullable Object tenant) throws SQLException {
        return new Binding(pooled, new SessionTenant(configuration, tenant), configuration.binding());
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
        return slot.lock();
    }

    /**
     * The text that binds the tenant and executes the given statement, in one message.
     *
     * @param alone whether the statement is a transaction of its own. It is bracketed then, although all that is sent
     *     before one Sync message is a transaction anyway: the driver may send a Sync between any two statements, if it
     *     cannot tell that the results fit into its buffers
     */
    String composed(String sql, boolean alone) {
        String bound = tenant.bindingSql() + ';' + sql;
        return alone ? "begin;" + bound + "\n;commit" : bound; // the line break ends a comment
    }

    /** Whether a statement executed now is a transaction of its own. */
    boolean isAlone() throws SQLException {
        return physical.isIdle() && pooled.getAutoCommit();
    }

    /** Whether a statement prepared now should be prepared as {@link #composed}. */
    boolean shouldCompose(SqlText sql) throws SQLException {
        return pipelined && !pooled.isClosed() && !isBound() && !physical.isFailed() && sql.composes();
    }

    /** Reads the text of a statement that is sent by itself. */
    SqlText read(String sql) throws SQLException {
        return SqlText.of(sql, tenant.guarded(), false, physical.hasStandardStrings());
    }

    /** Refuses text that must not be sent together with other commands. */
    void checkBatched(String sql) throws SQLException {
        SqlText.of(sql, tenant.guarded(), true, physical.hasStandardStrings()).check();
    }

    /**
     * Executes a statement that was prepared as {@link #composed}, and goes to the result of the caller's part; {@link
     * #exclusively}.
     *
     * @return whether that is a result set
     */
    boolean executeComposed(PreparedStatement composed, boolean alone) throws SQLException {
        beforeBinding();
        composed.setString(1, tenant.parameter());
        try {
            boolean bindingsResult = composed.execute();
            while (!bindingsResult) {
                bindingsResult = composed.getMoreResults();
            }
            occupySlot();
            return composed.getMoreResults();
        } finally {
            if (alone) {
                if (!physical.isIdle()) {
                    ownTransactions.rollBackText(); // the commit behind the statement that failed was not executed
                }
                sawBegin = false;
            }
        }
    }

    /**
     * Executes SQL text on the given statement, bound.
     *
     * @param statement what executes it; its fetch size may be changed for the time of the call
     */
    <T extends @Nullable Object> T execute(SqlText sql, Statement statement, SqlCall<T> call) throws SQLException {
        sql.check();
        return exclusively(() -> {
            checkUsable();
            if (sql.passes()) {
                return sql.resetsSettings() ? keepingTenant(call) : thenUnknown(call);
            }
            SqlCall<T> noted = sql.leavesUnknown() ? () -> thenUnknown(call) : call;
            return executeBound(statement, sql.isSeveral() ? () -> withoutCursors(statement, noted) : noted);
        });
    }

    /** Only the first result's rows could be noted as read from a cursor. */
    private static <T extends @Nullable Object> T withoutCursors(Statement statement, SqlCall<T> call)
            throws SQLException {
        int fetchSize = statement.getFetchSize();
        if (fetchSize > 0) {
            statement.setFetchSize(0);
        }
        try {
            return call.call();
        } finally {
            if (fetchSize > 0 && !statement.isClosed()) {
                statement.setFetchSize(fetchSize);
            }
        }
    }

    /** Executes what was gathered in a batch, bound. */
    <T extends @Nullable Object> T executeBatch(Statement statement, boolean anyText, SqlCall<T> call)
            throws SQLException {
        return exclusively(() -> {
            checkUsable();
            return executeBound(statement, anyText ? () -> thenUnknown(call) : call);
        });
    }

    /** Before a savepoint: a rollback to it would undo a binding that came after it. */
    void beforeSavepoint() throws SQLException {
        checkUsable();
        bindInTransaction();
    }

    /** After a rollback to a savepoint it is not known what the variable holds. */
    void rolledBackToSavepoint() {
        slot.rolledBack();
    }

    /** Nothing is bound in the next transaction, whoever begins it. */
    void transactionEnds() {
        slot.rolledBack();
        sawBegin = false;
    }

    /** Before something of the driver's is handed out, past which this library does not see. */
    void beforeUnwrap() throws SQLException {
        if (!pooled.isClosed()) {
            checkUsable();
            bindInTransaction();
        }
    }

    /** Whether reading a value can now run a statement under another one's tenant: that of a {@code refcursor}. */
    boolean isTakenOver() throws SQLException {
        return !isOwner() && !pooled.isClosed() && physical.isOpen();
    }

    void rebind() throws SQLException {
        checkUsable();
        bind();
    }

    /** Notes that the rows are read from a cursor, and says so, if they are. */
    boolean opened(ResultSet rows) throws SQLException {
        boolean cursor =
                rows.getFetchSize() > 0 && (physical.isVisible() ? !physical.isIdle() : !pooled.getAutoCommit());
        if (cursor) {
            slot.cursorOpened(self, key, rows);
        }
        return cursor;
    }

    /** Refuses to read further rows of a cursor while the work is another tenant's. */
    void checkReader() {
        tenant.checkContext();
    }

    void cursorDone(ResultSet rows) {
        slot.cursorDone(rows);
    }

    /**
     * Before the connection goes back to its pool: it may be lent to another in the same transaction.
     *
     * @throws SQLException also if what was left to be checked at the commit fails now
     */
    void release() throws SQLException {
        exclusively(() -> {
            slot.closed(self);
            boolean known = !pooled.isClosed() && physical.isCurrent();
            if (known && physical.isVisible() && physical.isIdle()) {
                slot.role().idle(); // or else it would seem to be taken in a next transaction that somebody else begins
            } else if (known && leavesTenant()) {
                slot.cleared();
                send(CHECK_NOW + (tenant.role() == null ? ";" : CLOSE_CURSORS + ';') + tenant.unbindingSql());
                noteRoleGivenBack();
            }
            return true;
        });
    }

    /** Whether the tenant would be left to whoever is lent the connection next; another of its sessions would need it. */
    private boolean leavesTenant() throws SQLException {
        return physical.isVisible()
                ? physical.isOpen() && slot.mayHold(key) && !slot.isUsedByAnother(self, key)
                : hasBound && !pooled.getAutoCommit();
    }

    private <T extends @Nullable Object> T executeBound(Statement statement, SqlCall<T> call) throws SQLException {
        if (!isBound() && !physical.isFailed()) {
            if (isAlone()) {
                return inOwnTransaction(statement, call);
            }
            bind();
        }
        return attempt(call);
    }

    /** For auto-commit, where a binding by a statement of its own would end with that statement. */
    private <T extends @Nullable Object> T inOwnTransaction(Statement statement, SqlCall<T> call) throws SQLException {
        try {
            // a cursor would end with the transaction
            return withoutCursors(
                    statement,
                    () -> ownTransactions.run(() -> {
                        bind();
                        return attempt(call);
                    }));
        } finally {
            sawBegin = false;
        }
    }

    private void bindInTransaction() throws SQLException {
        exclusively(() -> {
            if (!isBound() && !physical.isFailed() && !isAlone()) {
                bind();
            }
            return true;
        });
    }

    /** What was left for the commit needs the tenant, and is not to be done while the variable is empty. */
    private <T extends @Nullable Object> T keepingTenant(SqlCall<T> call) throws SQLException {
        bindInTransaction();
        boolean bound = isOwner() && physical.isOpen();
        T result = thenUnknown(call);
        if (bound) {
            sendBinding();
            occupySlot();
        }
        return result;
    }

    private void bind() throws SQLException {
        beforeBinding();
        sendBinding();
        occupySlot();
    }

    /** What another session in this transaction has left for the commit must not be done for this one's tenant. */
    private void beforeBinding() throws SQLException {
        slot.refuseUnderCursorOfAnother(key);
        refuseWithRole();
        if ((slot.isTakeover(key) || changesRole()) && !physical.isIdle() && !physical.isFailed()) {
            boolean fromSystem = slot.role().isTaken() && tenant.role() == null;
            send(fromSystem ? CHECK_NOW + CLOSE_CURSORS : CHECK_NOW);
        }
        slot.forget();
        if (tenant.role() != null) {
            slot.role().take(tenant.role());
        }
    }

    private boolean changesRole() {
        return !slot.role().is(tenant.role()) && (slot.role().isTaken() || slot.isAnythingBound());
    }

    /** The role is one for all session variables, and this session would not give it back. */
    private void refuseWithRole() {
        if (slot.role().isTaken() && !tenant.givesRoleBack()) {
            throw new TenantRlsException("Another persistence unit works as the system in this transaction, on the same"
                    + " database connection, and this session would see the rows of all tenants; set "
                    + TenantRlsSettings.SYSTEM_ROLE
                    + " for this persistence unit too, or give the system a login of its own");
        }
    }

    /** In auto-commit the binding ended with its statement; a later transaction must not be taken for bound. */
    private void occupySlot() {
        hasBound = true;
        if (tenant.role() == null) {
            noteRoleGivenBack();
        }
        if (physical.isOpen()) {
            slot.occupy(self, key);
        }
    }

    private void noteRoleGivenBack() {
        if (tenant.givesRoleBack()) {
            slot.role().giveBack();
        }
    }

    private void sendBinding() throws SQLException {
        try (PreparedStatement binding = pooled.prepareStatement(tenant.bindingSql())) {
            binding.setString(1, tenant.parameter());
            binding.execute();
        }
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.execute(sql);
        }
    }

    /** After a failure the binding is unknown: the driver may have rolled back to a savepoint of its own. */
    private <T extends @Nullable Object> T attempt(SqlCall<T> call) throws SQLException {
        boolean done = false;
        try {
            T result = call.call();
            done = true;
            return result;
        } finally {
            if (!done) {
                slot.forget();
            }
        }
    }

    private <T extends @Nullable Object> T thenUnknown(SqlCall<T> call) throws SQLException {
        try {
            return call.call();
        } finally {
            slot.rolledBack();
            sawBegin = sawBegin && !physical.isIdle(); // the text may have ended the transaction
        }
    }

    void checkUsable() throws SQLException {
        if (pooled.isClosed()) {
            throw new SQLException("This connection is closed", "08003");
        }
        physical.requireCurrent();
        tenant.checkContext();
        if (physical.isVisible() && physical.isIdle()) {
            slot.idle();
            sawBegin = true;
        }
    }

    private boolean isBound() {
        return sawBegin && isOwner() && physical.isOpen();
    }

    /** Whether nobody has bound since, nor taken on or given back the role by means of another session variable. */
    private boolean isOwner() {
        return slot.isOwnedBy(self) && slot.role().is(tenant.role());
    }
}
