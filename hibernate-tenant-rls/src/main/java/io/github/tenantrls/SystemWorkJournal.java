// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes down each use of the system identity: in the log, for Java Flight Recorder, and to listeners. Thread-safe. */
final class SystemWorkJournal {

    private static final Logger LOG = Logger.getLogger(SystemWork.class);

    /** What would begin a new line of the log, or have it read otherwise than it is. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private static final List<SystemWorkListener> LISTENERS = new CopyOnWriteArrayList<>();

    /** Packages of this library that ask for it on behalf of a caller of theirs. */
    private static final List<String> INSIDE =
            List.of("io.github.tenantrls.tenants.", "io.github.tenantrls.internal.tenants.");

    /** A run-time image can be without it. */
    private static final boolean HAS_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private final String reason;
    private final String caller = caller();
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();
    private final Recording recording = HAS_RECORDER ? SystemWorkEvent.start() : work -> {};

    private SystemWorkJournal(String reason) {
        this.reason = reason;
    }

    /** What is to be done at the end. */
    @FunctionalInterface
    interface Recording {
        void end(SystemWork work);
    }

    /**
     * Begins an entry.
     *
     * @throws TenantRlsException if there is no reason
     */
    static SystemWorkJournal open(@Nullable String reason) {
        String printable = reason == null
                ? ""
                : UNPRINTABLE.matcher(reason).replaceAll(" ").strip();
        if (printable.isEmpty()) {
            throw new TenantRlsException("System work sees the rows of all tenants and needs a reason, which was empty;"
                    + " say in a few words why, as it is written to the log");
        }
        return new SystemWorkJournal(printable.substring(0, Math.min(printable.length(), SystemWork.MAX_REASON)));
    }

    static void add(SystemWorkListener listener) {
        LISTENERS.add(listener);
    }

    static void remove(SystemWorkListener listener) {
        LISTENERS.remove(listener);
    }

    void close(boolean succeeded) {
        SystemWork work =
                new SystemWork(reason, caller, start, Duration.ofNanos(System.nanoTime() - startNanos), succeeded);
        recording.end(work);
        LOG.infof(
                "Worked as the system%s, for all tenants, because: %s (%s, %d ms)",
                succeeded ? "" : " in vain",
                work.reason(),
                work.caller(),
                work.duration().toMillis());
        LISTENERS.forEach(listener -> tell(listener, work));
    }

    private static void tell(SystemWorkListener listener, SystemWork work) {
        try {
            listener.ended(work);
        } catch (Throwable e) { // an error too, or a checked exception from where there are none
            LOG.warn("A listener for system work failed, which changes nothing for the work; the others are told", e);
        }
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(SystemWorkJournal::isOutside)
                        .findFirst()
                        .map(frame -> frame.toStackTraceElement().toString())
                        .orElse("unknown"));
    }

    private static boolean isOutside(StackFrame frame) {
        String type = frame.getClassName();
        return !type.equals(SystemWorkJournal.class.getName())
                && !type.equals(TenantContext.class.getName())
                && INSIDE.stream().noneMatch(type::startsWith);
    }
}
