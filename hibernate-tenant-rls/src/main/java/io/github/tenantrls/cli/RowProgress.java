// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

/** Shows how far a backfill is. */
interface RowProgress extends AutoCloseable {

    /** At a terminal a bar, elsewhere a line now and then. */
    static RowProgress of(Shell shell, String table, long total) {
        return shell.isTerminal() ? new RowBar(shell, table, total) : new RowLines(shell, table);
    }

    /** So many rows are done, of about so many. */
    void at(long done, long total);

    @Override
    void close();
}
