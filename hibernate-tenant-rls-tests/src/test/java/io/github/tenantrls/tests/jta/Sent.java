// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages that the driver sends to servers, by its own log, from creation to {@link #close}. Thread-safe. */
final class Sent implements AutoCloseable {

    private static final Pattern TEXT =
            Pattern.compile("FE=> (?:Parse|SimpleQuery|Query)\\(.*?query=\"(.*)\"(?:,oids=.*)?\\)$", Pattern.DOTALL);

    private final Logger driver = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Handler handler = new Collector();

    Sent() {
        driver.setUseParentHandlers(false);
        driver.setLevel(Level.FINEST);
        driver.addHandler(handler);
    }

    /** All SQL, in any kind of message that has some. */
    Set<String> texts() {
        return messages.stream()
                .map(TEXT::matcher)
                .filter(Matcher::find)
                .map(text -> text.group(1))
                .collect(toSet());
    }

    /** Whether there is a parameter with this value, quoted. */
    boolean hasValue(String quoted) {
        return messages.stream().anyMatch(message -> message.contains("FE=> Bind(") && message.contains(quoted));
    }

    @Override
    public void close() {
        driver.removeHandler(handler);
        driver.setLevel(null);
        driver.setUseParentHandlers(true);
    }

    private final class Collector extends Handler {
        @Override
        public void publish(LogRecord record) {
            messages.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
