// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.net.UnknownHostException;
import java.sql.SQLException;

/** Says why there is no connection, and what to do. */
final class NoConnection {

    private static final String PASSWORDS =
            "TENANT_RLS_PASSWORD for the owner, TENANT_RLS_RUNTIME_PASSWORD for the application,"
                    + " TENANT_RLS_SYSTEM_PASSWORD for the system, their options or ~/.pgpass";

    private NoConnection() {}

    static String message(SQLException e, String url, String user) {
        String state = String.valueOf(e.getSQLState());
        String why = " (" + Failures.oneLine(String.valueOf(e.getMessage())) + ")";
        if (state.startsWith("28") || state.equals("08004")) {
            return "The log-in of " + user + " was refused" + why
                    + "; see that the role may log in, and that its password is right and given by "
                    + PASSWORDS;
        }
        if (state.equals("3D000")) {
            return "There is no such database" + why + "; correct the URL " + shown(url) + ", or create the database";
        }
        if (e.getCause() instanceof UnknownHostException) {
            return "There is no host of the name in " + shown(url) + why
                    + "; correct the URL, by --url or in the configuration";
        }
        return "There is no connection to " + shown(url) + why
                + "; see that the server runs there and lets this machine in";
    }

    /** Without its parameters. */
    private static String shown(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
