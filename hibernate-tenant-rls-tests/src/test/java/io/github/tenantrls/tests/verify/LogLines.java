// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Collects what is logged as information, or worse, under a name, each with its level, but for the word of a clean start;
 * until closed. Thread-safe.
 */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final Handler handler = new Collector();
    private final Logger logger;
    private final Level before;

    public LogLines(String loggerName) {
        logger = Logger.getLogger(loggerName);
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
    }

    public List<String> lines() {
        return lines;
    }

    /** The first warning that was not asked for yet; waits until there is one. */
    String nextWarning() throws InterruptedException {
        return Objects.requireNonNull(warnings.poll(30, TimeUnit.SECONDS), "no warning");
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(before);
    }

    private final class Collector extends Handler {
        @Override
        public void publish(LogRecord record) {
            String line = record.getLevel() + " " + new SimpleFormatter().formatMessage(record);
            if (!line.startsWith("INFO 0 findings")) {
                lines.add(line);
            }
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
