// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.util.Locale;

/** The roles that log in to a test database. */
public enum Role {
    /** Owns the database and its tables, and does the DDL. */
    OWNER("login nosuperuser nobypassrls nocreatedb nocreaterole"),
    /** What the application runs as: owns nothing, and no way around row-level security. */
    APP("login nosuperuser nobypassrls nocreatedb nocreaterole"),
    /** System work: a login of its own, member of nothing. */
    SYSTEM("login nosuperuser nobypassrls nocreatedb nocreaterole"),
    /** What an application runs as whose own login takes on {@link #SYSTEM} for work of the system's: a member that does not inherit. */
    SWITCHING("login nosuperuser nobypassrls nocreatedb nocreaterole noinherit"),
    /** The cluster's superuser, for negative controls and to terminate backends. Its name is that of the server's. */
    SUPERUSER("superuser");

    /** The options of {@code alter role}. */
    final String options;

    Role(String options) {
        this.options = options;
    }

    /** The login name, and the password too; not for {@link #SUPERUSER}, see {@link Database#user}. */
    String login() {
        return name().toLowerCase(Locale.ROOT);
    }
}
