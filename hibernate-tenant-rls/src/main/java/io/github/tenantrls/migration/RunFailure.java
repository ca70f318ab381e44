// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.Set;

/** What is said when a step failed: which one, what the server said, and what to do. */
final class RunFailure {

    private static final Set<String> SHUT_DOWN = Set.of("57P01", "57P02", "57P03");

    private final MigrationRun run;

    RunFailure(MigrationRun run) {
        this.run = run;
    }

    TenantRlsException of(MigrationStep step, SQLException failure) {
        if (run.cancellation().isRequested()) {
            return run.cancelled(failure);
        }
        String message = "The migration ended " + run.position() + ": " + said(failure) + "; ";
        if (Repetition.isWorthwhile(failure)) {
            return new MigrationLockedException(message + new LockHolders(run).remedy(step), failure);
        }
        String remedy = isLost(failure)
                ? "what was committed stays; connect and run it again, and it goes on from there"
                : new FailureRemedy(run).of(step, failure);
        return new TenantRlsException(message + remedy, failure);
    }

    /** In one line. */
    private static String said(SQLException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", ", ");
    }

    private static boolean isLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || SHUT_DOWN.contains(state);
    }
}
