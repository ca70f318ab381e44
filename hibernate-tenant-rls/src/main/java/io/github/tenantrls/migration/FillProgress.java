// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

/** How far a backfill has got. Not thread-safe. */
final class FillProgress {

    private final MigrationRun run;
    private final MigrationStep step;
    private final long total;
    private long done;

    FillProgress(MigrationRun run, MigrationStep step, long total) {
        this.run = run;
        this.step = step;
        this.total = total;
    }

    /** Whether there are rows to fill, as far as is known. */
    boolean isExpected() {
        return total > 0;
    }

    /** So many rows are committed; the application has a rest. */
    void add(int rows) {
        if (rows > 0) {
            done += rows;
            run.filled(done);
            run.listener().progress(step, done, Math.max(done, total));
            run.cancellation().pause(run.options().batchPause());
        }
    }

    /** There are no more. */
    void end() {
        run.listener().progress(step, done, done);
    }
}
