// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is cancelled by Ctrl-C or a signal to end, and waited for until it is rolled back and told. Thread-safe. */
final class Interrupts {

    private static final long PATIENCE_SECONDS = 60;

    private final List<Runnable> cancellations = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Listens to the end of this process. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::cancel, "cancel"));
    }

    /** Has something cancelled if the process is to end before the registration is closed. */
    Registration register(Runnable cancellation) {
        cancellations.add(cancellation);
        return () -> cancellations.remove(cancellation);
    }

    /** The command has ended and told so; nobody waits any more. */
    void ended() {
        ended.countDown();
    }

    private void cancel() {
        if (cancellations.isEmpty()) {
            return;
        }
        cancellations.forEach(Runnable::run);
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED); // the server rolls back what has no client any more
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
