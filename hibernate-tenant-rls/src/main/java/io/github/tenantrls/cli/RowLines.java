// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.time.Duration;

/** A line with rate and time left every ten seconds. */
final class RowLines implements RowProgress {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    private final Shell shell;
    private final String table;
    private final long start = System.nanoTime();
    private long told = start;
    private long first = -1;

    RowLines(Shell shell, String table) {
        this.shell = shell;
        this.table = table;
    }

    @Override
    public void at(long done, long total) {
        long now = System.nanoTime();
        if (first < 0) {
            first = done;
        }
        if (now - told >= INTERVAL_NANOS) {
            told = now;
            double rate = (done - first) * 1e9 / (now - start);
            shell.err()
                    .printf(
                            "      %s: %d of %d rows, %d rows/s%s%n",
                            Failures.oneLine(table), done, total, (long) rate, left(total - done, rate));
            shell.err().flush();
        }
    }

    private static String left(long rows, double rate) {
        return rate < 1 ? "" : ", " + TimeSpan.of(Duration.ofSeconds((long) (rows / rate))) + " left";
    }

    @Override
    public void close() {
        // each line is complete
    }
}
