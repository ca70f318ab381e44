// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Whether a run is to end: somebody asked for it, or interrupted the thread that runs. Safe for use by several threads; one
 * run at a time.
 *
 * <p>A thread of its own looks for that and cancels the statement at work, again and again until the run has noticed: a
 * cancellation that arrives between two statements is lost.
 */
final class Cancellation {

    private static final long LOOK_MILLIS = 50;

    private boolean requested;
    private @Nullable Thread runner;

    /** Ends what runs, and all that is yet to run. */
    synchronized void request() {
        requested = true;
        notifyAll();
    }

    /** Whether it is, as far as the calling thread or the one that runs can see. */
    synchronized boolean isRequested() {
        if (Thread.currentThread().isInterrupted() || (runner != null && runner.isInterrupted())) {
            requested = true;
        }
        return requested;
    }

    /** Lets statements of a connection be cancelled while the calling thread runs them, until it is closed. */
    Watch watch(Connection connection) throws SQLException {
        PGConnection driver =
                connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : null;
        synchronized (this) {
            runner = Thread.currentThread();
        }
        Thread watcher = new Thread(() -> look(driver), "hibernate-tenant-rls migration watcher");
        watcher.setDaemon(true);
        watcher.start();
        return this::endWatch;
    }

    /** Rests, at most until the run is to end. */
    synchronized void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0 && !isRequested()) {
            try {
                wait(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            left = end - System.nanoTime();
        }
    }

    private synchronized void endWatch() {
        runner = null;
        notifyAll();
    }

    /** Under the monitor, so that no cancellation is on its way once the watch has ended. */
    private synchronized void look(@Nullable PGConnection driver) {
        try {
            while (runner != null) {
                if (isRequested() && driver != null) {
                    cancelStatement(driver);
                }
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            requested = true; // nobody has this thread to interrupt it; the run ends after the statement at work
        }
    }

    private static void cancelStatement(PGConnection driver) {
        try {
            driver.cancelQuery();
        } catch (SQLException e) {
            // no connection for it: tried again the next time, and the run ends after the statement at work at the
            // latest
        }
    }

    /** Until when statements are cancelled. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
