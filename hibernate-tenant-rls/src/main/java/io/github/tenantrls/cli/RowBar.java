// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.text.DecimalFormat;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with rate and time left, in a line of the terminal that is written anew. */
final class RowBar implements RowProgress {

    private static final int UPDATE_MILLIS = 200;

    private final Shell shell;
    private final ProgressBar bar;

    RowBar(Shell shell, String table, long total) {
        this.shell = shell;
        bar = new ProgressBarBuilder()
                .setTaskName(Failures.oneLine(table))
                .setInitialMax(total)
                .setUnit(" rows", 1)
                .showSpeed(new DecimalFormat("0")) // more does not fit, and says no more
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::show, shell.columns() - 1))
                .build();
    }

    private void show(String line) {
        shell.err().print('\r' + line);
        shell.err().flush();
    }

    @Override
    public void at(long done, long total) {
        bar.maxHint(total);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        bar.close();
        shell.err().println();
        shell.err().flush();
    }
}
