// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills a tenant column in batches, each committed, so that a run that ends anywhere leaves the rest to the next. Rows that
 * others have locked are left out at first and done in the end. Triggers of the table fire.
 */
final class Backfill {

    /** Tables of more blocks (1 GB) are not read just to know how many rows there are to fill. */
    private static final long COUNTED_BLOCKS = 131_072;

    private final MigrationRun run;
    private final StepTransaction transaction;

    Backfill(MigrationRun run, StepTransaction transaction) {
        this.run = run;
        this.transaction = transaction;
    }

    /**
     * Fills a column until no row is without a tenant.
     *
     * @throws TenantRlsException if rows remain for which the task says no tenant
     */
    void fill(MigrationStep step, BackfillTask task) throws SQLException {
        List<FilledTable> tables = FilledTable.of(run.connection(), task);
        FillProgress progress = new FillProgress(run, step, total(tables, task));
        for (FilledTable table : tables) {
            if (progress.isExpected()) {
                inOrder(step, table, new FillBatch(run, table, task), progress);
            }
            leftOut(step, new FillBatch(run, table, task), progress);
        }
        refuseLeft(step, task);
        progress.end();
    }

    private long total(List<FilledTable> tables, BackfillTask task) throws SQLException {
        if (tables.stream().mapToLong(FilledTable::blocks).sum() <= COUNTED_BLOCKS) {
            return withoutTenant(task);
        }
        return tables.stream()
                .mapToLong(table -> table.blocks() * table.rowsInBlock())
                .sum();
    }

    private void inOrder(MigrationStep step, FilledTable table, FillBatch batch, FillProgress progress)
            throws SQLException {
        FillRanges ranges =
                table.keys().isEmpty() ? new BlockRanges(table, run.options().batchSize()) : new KeyRanges(run, table);
        for (FillRange range = ranges.next(); range != null; range = ranges.next()) {
            FillRange part = range;
            int filled;
            do {
                filled = transaction.repeat(step, () -> batch.fill(part));
                progress.add(filled);
            } while (filled == run.options().batchSize() && !part.oneBatch());
        }
    }

    private void leftOut(MigrationStep step, FillBatch batch, FillProgress progress) throws SQLException {
        int filled = transaction.repeat(step, batch::fillLeft);
        progress.add(filled);
        while (filled > 0 || batch.isLeft()) {
            filled = transaction.repeat(step, filled > 0 ? batch::fillLeft : batch::fillLocked);
            progress.add(filled);
        }
    }

    private void refuseLeft(MigrationStep step, BackfillTask task) throws SQLException {
        long left = withoutTenant(task);
        if (left > 0) {
            throw new TenantRlsException("The migration ended " + run.position() + ": " + left + " rows of "
                    + step.subject()
                    + " have got no tenant, because what fills the column is null for them; look at them"
                    + " by select * from " + rows(task) + ", mend them or what fills the column, and run it again");
        }
    }

    private long withoutTenant(BackfillTask task) throws SQLException {
        run.requireWanted();
        try (Statement statement = run.statement();
                ResultSet count = statement.executeQuery("select count(*) from " + rows(task))) {
            count.next();
            return count.getLong(1);
        }
    }

    private static String rows(BackfillTask task) {
        return task.table().sqlName() + " where " + quote(task.table().column()) + " is null";
    }
}
