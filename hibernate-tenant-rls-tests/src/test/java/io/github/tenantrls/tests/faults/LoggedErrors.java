// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Errors that {@code find} logs in a transaction marked for rollback, instead of throwing them: a fault must explain them. */
final class LoggedErrors extends Handler {

    private static final Logger HIBERNATE = Logger.getLogger("org.hibernate");
    private static final String KEPT = "HHH90010102";

    private final Results results;

    LoggedErrors(Results results) {
        this.results = results;
        HIBERNATE.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        if (String.valueOf(record.getMessage()).contains(KEPT)) {
            Throwable thrown = record.getThrown();
            results.units().add("errors that find has logged");
            if (thrown == null || Fault.of(thrown) == null) {
                results.findings().add(Kind.UNEXPECTED, "find has logged, and not thrown: " + thrown);
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        HIBERNATE.removeHandler(this);
    }
}
