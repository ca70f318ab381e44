// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A physical connection, and what the model knows of it.
 *
 * <p>It writes rows of its own number only, so that no two wait for each other.
 */
final class Lane {

    /** A savepoint, and the rows there were. */
    record Mark(String name, java.sql.@Nullable Savepoint savepoint, List<Item> rows) {}

    final int number;
    final Connection physical;
    final List<Mark> marks = new ArrayList<>();
    private final boolean autosave;

    /** Whose sessions were given back within this transaction. */
    final Set<UUID> gone = new HashSet<>();

    /** Of those, whose tenant a rollback to a savepoint may have brought back. */
    final Set<UUID> returned = new HashSet<>();

    TransactionState state = TransactionState.IDLE;
    boolean autoCommit = true;

    /** As this connection sees them. */
    List<Item> rows;

    /** As others do. */
    List<Item> committed;

    Lane(int number, Connection physical, boolean autosave, List<Item> rows) {
        this.number = number;
        this.physical = physical;
        this.autosave = autosave;
        this.rows = rows;
        this.committed = rows;
    }

    /** Whether a statement would be a transaction of its own. */
    boolean isAlone() {
        return autoCommit && state == TransactionState.IDLE;
    }

    boolean isFailed() {
        return state == TransactionState.FAILED;
    }

    /** Whether the driver does, of its own. */
    boolean setsSavepoints() {
        return autosave;
    }

    /** Whether SQL that ends the transaction would not be sent: the driver sets a savepoint before it, which fails. */
    boolean takesNoText() {
        return autosave && isFailed();
    }

    /** A statement was executed. */
    void executed() {
        if (isAlone()) {
            committed = rows;
        } else if (state == TransactionState.IDLE) {
            state = TransactionState.OPEN;
        }
    }

    /** A statement failed on the server. */
    void failed() throws SQLException {
        if (autosave) {
            state = actualState();
        } else if (!isAlone()) {
            state = TransactionState.FAILED;
        }
    }

    void ended(boolean committing) {
        if (committing && state == TransactionState.OPEN) {
            committed = rows;
        }
        rows = committed;
        marks.clear();
        gone.clear();
        returned.clear();
        state = TransactionState.IDLE;
    }

    void rolledBackTo(Mark mark) {
        marks.subList(marks.indexOf(mark) + 1, marks.size()).clear();
        rows = mark.rows();
        returned.addAll(gone);
        state = TransactionState.OPEN;
    }

    TransactionState actualState() throws SQLException {
        return physical.unwrap(BaseConnection.class).getTransactionState();
    }

    /** The model and the driver agree. */
    void check() throws SQLException {
        assertThat(actualState()).as("transaction of connection %d", number).isEqualTo(state);
        assertThat(physical.getAutoCommit())
                .as("auto-commit of connection %d", number)
                .isEqualTo(autoCommit);
    }
}
