// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What a run works with, and how far it has got. Not thread-safe. */
final class MigrationRun {

    private final Connection connection;
    private final RunOptions options;
    private final MigrationListener listener;
    private final Cancellation cancellation;
    private String position = "before its first step";
    private long filled;

    MigrationRun(Connection connection, RunOptions options, MigrationListener listener, Cancellation cancellation) {
        this.connection = connection;
        this.options = options;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    Connection connection() {
        return connection;
    }

    RunOptions options() {
        return options;
    }

    MigrationListener listener() {
        return listener;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** A step begins. */
    void begin(MigrationStep step, int number, int total) {
        position = "in step " + number + " of " + total + " (" + step.description() + ")";
        filled = 0;
        listener.started(step, number, total);
    }

    /** Where it is, for messages. */
    String position() {
        return filled == 0 ? position : position + " after " + filled + " rows";
    }

    /** So many rows are filled by the step at work. */
    void filled(long rows) {
        filled = rows;
    }

    /** Runs a statement as it is, without a look for parameters. */
    void execute(String sql) throws SQLException {
        requireWanted();
        try (Statement statement = statement()) {
            statement.execute(sql);
        }
    }

    /** A statement that takes SQL as it is. */
    Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }

    /**
     * Goes on only if nobody has asked for the end.
     *
     * @throws MigrationCancelledException if somebody has
     */
    void requireWanted() {
        if (cancellation.isRequested()) {
            throw cancelled(null);
        }
    }

    MigrationCancelledException cancelled(@Nullable SQLException cause) {
        return new MigrationCancelledException(
                "The migration was cancelled " + position() + "; what was committed stays, and what was not is rolled"
                        + " back; run it again, and it goes on from there",
                cause);
    }
}
