// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

/** How a command ended, for what called it. */
final class ExitCode {

    /** Done, or nothing found. */
    static final int OK = 0;

    /** Findings at or above the threshold, a probe refuted, or a difference where none was to be. */
    static final int FOUND = 1;

    /** The command line or the configuration cannot be meant. */
    static final int USAGE = 2;

    /** No connection, or no log-in. */
    static final int CONNECTION = 3;

    /** The role lacks a privilege. */
    static final int PRIVILEGE = 4;

    /** A lock was not got in time, or another migration did not end. */
    static final int LOCK = 5;

    /** A step or statement failed, or something could not be written. */
    static final int FAILED = 6;

    /** A defect of this program. */
    static final int UNEXPECTED = 70;

    /** Ended by Ctrl-C. */
    static final int INTERRUPTED = 130;

    /** What each means, for the help. */
    static final String[] MEANINGS = {
        "0:done, or nothing found",
        "1:found: something by check, a lost index by explain, a difference by --fail-on-difference",
        "2:the command line or the configuration is wrong",
        "3:no connection to the database, or the log-in was refused",
        "4:the role lacks a privilege",
        "5:a lock was not got in time, or another migration is running",
        "6:a step or statement failed, or a file could not be written",
        "70:a defect of this program",
        "130:interrupted by Ctrl-C (143 by SIGTERM)"
    };

    private ExitCode() {}
}
