// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.migration.MigrationCancelledException;
import io.github.tenantrls.migration.MigrationLockedException;
import io.github.tenantrls.migration.MissingPrivilegeException;
import io.github.tenantrls.tenants.DuplicateTenantException;
import io.github.tenantrls.tenants.TenantHasRowsException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Says of what ended a command how it is to be told, and with which exit code. */
final class Failures {

    private static final Set<String> LOCKS = Set.of("55P03", "40P01", "40001");
    private static final Set<String> NO_CONNECTION = Set.of("3D000", "53300", "57P01", "57P02", "57P03");
    private static final String PRIVILEGE = "42501";

    private Failures() {}

    static int exitCode(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.exitCode();
        }
        if (failure instanceof MigrationCancelledException) {
            return ExitCode.INTERRUPTED;
        }
        if (failure instanceof MigrationLockedException) {
            return ExitCode.LOCK;
        }
        if (failure instanceof MissingPrivilegeException) {
            return ExitCode.PRIVILEGE;
        }
        Optional<SQLException> sql = sql(failure);
        if (sql.isPresent()) {
            return exitCode(String.valueOf(sql.get().getSQLState()));
        }
        if (failure instanceof TenantHasRowsException
                || failure instanceof DuplicateTenantException
                || failure instanceof UnknownTenantException) {
            return ExitCode.FAILED;
        }
        return failure instanceof TenantRlsException ? ExitCode.USAGE : ExitCode.UNEXPECTED;
    }

    private static int exitCode(String state) {
        if (state.equals(PRIVILEGE)) {
            return ExitCode.PRIVILEGE;
        }
        if (LOCKS.contains(state)) {
            return ExitCode.LOCK;
        }
        return state.startsWith("08") || state.startsWith("28") || NO_CONNECTION.contains(state)
                ? ExitCode.CONNECTION
                : ExitCode.FAILED;
    }

    /** What happened, why, and what to do, in one line. */
    static String message(Throwable failure) {
        String said = oneLine(String.valueOf(failure.getMessage()));
        if (failure instanceof Refusal || failure instanceof TenantRlsException) {
            return said;
        }
        if (failure instanceof SQLException sql) {
            return said + " (SQLSTATE " + sql.getSQLState() + "); " + remedy(exitCode(failure));
        }
        return "A defect of this program: " + failure.getClass().getName() + ": " + said
                + "; run it again with --stacktrace and report what it prints";
    }

    private static String remedy(int exitCode) {
        return switch (exitCode) {
            case ExitCode.CONNECTION -> "see that the database answers, and run it again";
            case ExitCode.PRIVILEGE -> "grant what is lacking, or log in as another role by --user";
            case ExitCode.LOCK -> "run it again when others hold the lock no more";
            default -> "correct what the server complains of, and run it again";
        };
    }

    /** The first error of the database among the causes. */
    static Optional<SQLException> sql(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    /** Without what a terminal would take for a command. */
    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
