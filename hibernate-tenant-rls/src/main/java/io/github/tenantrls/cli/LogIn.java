// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database, and whom to log in as. Immutable; never shows the password. */
final class LogIn {

    private final String url;
    private final @Nullable String user;
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

    /**
     * @param user the role, or {@code null} for what the URL or the driver says
     * @param password its password, or {@code null} for the driver to look for it
     */
    LogIn(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        dataSource.setURL(url);
        dataSource.setApplicationName(Root.NAME);
        if (user != null) {
            dataSource.setUser(user);
        }
        if (password != null) {
            dataSource.setPassword(password);
        }
    }

    /** Where connections come from. */
    DataSource dataSource() {
        return dataSource;
    }

    /** From now on connections begin as another role. */
    void as(String role) {
        dataSource.setOptions("-c role=" + role.replace("\\", "\\\\").replace(" ", "\\ "));
    }

    /** Whom it logs in as, for messages. */
    String user() {
        return user == null ? "the URL's user" : user;
    }

    /**
     * Sees that there is a connection.
     *
     * @throws Refusal if there is none, with what to do
     */
    void require() {
        try {
            open().close();
        } catch (SQLException e) {
            throw new Refusal(ExitCode.CONNECTION, NoConnection.message(e, url, user()), e);
        }
    }

    /**
     * Opens a connection, which the caller closes.
     *
     * @throws Refusal if there is none, with what to do
     */
    Connection open() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new Refusal(ExitCode.CONNECTION, NoConnection.message(e, url, user()), e);
        }
    }
}
