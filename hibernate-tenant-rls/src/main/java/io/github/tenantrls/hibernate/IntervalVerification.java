// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.verify.RlsVerifier;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.jboss.logging.Logger;

/**
 * Verifies a factory again and again, on a thread of its own that ends with the factory.
 *
 * <p>What is found to have changed is told by {@link RlsVerifier#verify()} itself.
 */
final class IntervalVerification implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(RlsVerifier.class);

    private final String unit;
    private final Duration interval;
    private final transient CountDownLatch closing = new CountDownLatch(1);

    IntervalVerification(String unit, Duration interval) {
        this.unit = unit;
        this.interval = interval;
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        RlsVerifier verifier = RlsVerifier.of(factory);
        Thread thread = new Thread(() -> run(verifier), "tenant-rls-verification-" + unit);
        thread.setDaemon(true);
        thread.start();
    }

    /** Before the pool is closed, so that what then fails is known to be no drift. */
    @Override
    public void sessionFactoryClosing(SessionFactory factory) {
        closing.countDown();
    }

    private void run(RlsVerifier verifier) {
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                verify(verifier);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever did it wants the thread to end
        }
    }

    /** Whatever goes wrong must not end the series, of which nobody would take notice. */
    private void verify(RlsVerifier verifier) {
        try {
            if (verifier.lastReport().isPresent()) {
                verifier.verify();
            } else {
                StartVerification.log(verifier.verify()); // that of the start was off, or failed
            }
        } catch (RuntimeException e) {
            if (closing.getCount() > 0) {
                LOG.warnf("%s (the next attempt follows in %s)", e.getMessage(), interval);
            }
        }
    }
}
