// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Binds a session's tenant on the physical connection below it, and knows whether it is bound.
 *
 * <p>Whether the tenant is bound is never remembered alone: the driver's own view of the transaction decides, and only
 * against us. Idle means unbound. An open transaction counts as bound only after this very connection bound itself,
 * while no statement failed since, and while nobody else bound the same physical connection. In a transaction that somebody
 * else began, each statement is bound anew: the next one could not be told from it.
 *
 * <p>With a driver other than pgjdbc there is no such view, and each statement is preceded by a binding of its own.
 *
 * <p>As thread-safe as the connection: one thread at a time; what binds or unbinds, while no other thread does on the same
 * physical connection.
 */
final class Binder {

    /** Has deferred triggers run now, while the tenant is bound for whose rows they were left. */
    private static final String CHECK_NOW = "set constraints all immediate;";

    /** Rows of a cursor that the system declared are all tenants', whoever fetches them. */
    private static final String CLOSE_CURSORS = "close all;";

    /** Leaves a transaction that can only be rolled back, in which there is no savepoint to go back to. */
    private static final String FAIL = "rollback;begin;select 1/0";

    private final Connection pooled;
    private final SessionTenant tenant;
    private final PhysicalConnection physical;

    private final Lent self;

    /**
     * Whether this connection's own statements opened the transaction: it was idle when one of them was about to be sent.
     * Of a transaction that somebody else begins, such as a transaction manager, the end is not seen, and the next one
     * looks like it.
     */
    private boolean sawBegin;

    private boolean hasBound;

    Binder(Connection pooled, SessionTenant tenant, PhysicalConnection physical) {
        this.pooled = pooled;
        this.tenant = tenant;
        this.physical = physical;
        self = new Lent(tenant.key(), pooled);
        slot().opened(self);
    }

    /** Before each statement. */
    void checkUsable() throws SQLException {
        if (pooled.isClosed()) {
            throw new SQLException("This connection is closed", "08003");
        }
        physical.requireCurrent();
        tenant.checkContext();
        if (physical.isVisible() && physical.isIdle()) {
            slot().idle();
            sawBegin = true;
        }
    }

    boolean isBound() {
        return sawBegin && isOwner() && physical.isOpen();
    }

    /** Whether nobody has bound since, nor taken on or given back the role by means of another session variable. */
    boolean isOwner() {
        return slot().isOwnedBy(self) && slot().role().is(tenant.role());
    }

    /** A statement failed: the driver may have rolled back to a savepoint of its own. */
    void failed() {
        slot().forget();
    }

    /** What was executed may have changed what the variable holds, or ended the transaction. */
    void becameUnknown() throws SQLException {
        slot().rolledBack();
        sawBegin = sawBegin && !physical.isIdle();
    }

    /** After a rollback to a savepoint it is not known what the variable holds. */
    void rolledBackToSavepoint() {
        slot().rolledBack();
    }

    /** Nothing is bound in the next transaction, whoever begins it. */
    void transactionEnds() {
        slot().rolledBack();
        sawBegin = false;
    }

    /** The transaction that was made around one statement is over. */
    void ownTransactionEnded() {
        sawBegin = false;
    }

    /** Binds the tenant by a statement of its own. */
    void bind() throws SQLException {
        beforeBinding();
        bindAgain();
    }

    /** Binds it where no other was bound since. */
    void bindAgain() throws SQLException {
        sendBinding();
        bound();
    }

    /** What another session in this transaction has left for the commit must not be done for this one's tenant. */
    void beforeBinding() throws SQLException {
        slot().refuseUnderCursorOfAnother(self.tenant());
        refuseWithRole();
        if ((slot().isTakeover(self.tenant()) || changesRole()) && !physical.isIdle() && !physical.isFailed()) {
            boolean fromSystem = slot().role().isTaken() && tenant.role() == null;
            send(fromSystem ? CHECK_NOW + CLOSE_CURSORS : CHECK_NOW);
        }
        slot().forget();
        if (tenant.role() != null) {
            slot().role().take(tenant.role());
        }
    }

    private boolean changesRole() {
        return !slot().role().is(tenant.role()) && (slot().role().isTaken() || slot().isAnythingBound());
    }

    /** The role is one for all session variables, and this session would not give it back. */
    private void refuseWithRole() {
        if (slot().role().isTaken() && !tenant.givesRoleBack()) {
            throw new TenantRlsException("Another persistence unit works as the system in this transaction, on the same"
                    + " database connection, and this session would see the rows of all tenants; set "
                    + TenantRlsSettings.SYSTEM_ROLE
                    + " for this persistence unit too, or give the system a login of its own");
        }
    }

    /** In auto-commit the binding ended with its statement; a later transaction must not be taken for bound. */
    void bound() {
        hasBound = true;
        if (tenant.role() == null) {
            noteRoleGivenBack();
        }
        if (physical.isOpen()) {
            slot().occupy(self, self.tenant());
        }
    }

    private void noteRoleGivenBack() {
        if (tenant.givesRoleBack()) {
            slot().role().giveBack();
        }
    }

    private void sendBinding() throws SQLException {
        try (PreparedStatement binding = pooled.prepareStatement(tenant.sql().binding())) {
            binding.setString(1, tenant.parameter());
            binding.execute();
        }
    }

    private void send(String sql) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Before the connection goes back to its pool: it may be lent to another in the same transaction; while no other thread
     * binds.
     *
     * @throws SQLException also if what was left to be checked at the commit fails now
     */
    void release() throws SQLException {
        slot().closed(self);
        boolean known = !pooled.isClosed() && physical.isCurrent();
        if (known && physical.isVisible() && physical.isIdle()) {
            slot().role().idle(); // or else it would seem to be taken in a next transaction that somebody else begins
        } else if (known) {
            try {
                slot().closeCursorsOf(self);
            } finally {
                unbind();
            }
        }
    }

    private void unbind() throws SQLException {
        if (!leavesTenant()) {
            return;
        }
        try {
            send(CHECK_NOW + unbindingSql());
            slot().cleared();
            noteRoleGivenBack();
        } catch (SQLException e) {
            if (physical
                    .isOpen()) { // the driver has rolled back to a savepoint of its own, behind which the tenant is set
                failTransaction(e);
            }
            throw e;
        }
    }

    /**
     * Has the transaction fail as it would without savepoints of the driver's. If it went on, either the tenant would be left
     * in it, or what was left for the commit would be checked for nobody then, to whom no row is visible.
     */
    private void failTransaction(SQLException failure) {
        try {
            send(FAIL);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private String unbindingSql() {
        return tenant.role() == null
                ? tenant.sql().unbinding()
                : CLOSE_CURSORS + tenant.sql().unbinding();
    }

    /** Whether the tenant would be left to whoever is lent the connection next; another of its sessions would need it. */
    private boolean leavesTenant() throws SQLException {
        return physical.isVisible()
                ? physical.isOpen() && slot().mayHold(self.tenant()) && !slot().isUsedByAnother(self)
                : hasBound && !pooled.getAutoCommit();
    }

    /** Notes that the rows are read from a cursor, and says so, if they are. */
    boolean opened(ResultSet rows) throws SQLException {
        boolean cursor =
                rows.getFetchSize() > 0 && (physical.isVisible() ? !physical.isIdle() : !pooled.getAutoCommit());
        if (cursor) {
            slot().cursorOpened(self, self.tenant(), rows);
        }
        return cursor;
    }

    void cursorDone(ResultSet rows) {
        slot().cursorDone(rows);
    }

    private TenantSlot slot() {
        return physical.slot();
    }
}
