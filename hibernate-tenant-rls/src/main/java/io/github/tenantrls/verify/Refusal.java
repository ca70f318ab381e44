// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Reads the server's refusal of a statement; its texts are in the server's language and not to be compared. */
final class Refusal {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DIVISION_BY_ZERO = "22012";
    private static final String INTEGRITY_CONSTRAINT = "23";
    private static final String FOREIGN_KEY = "23503";
    private static final String DATA = "22";

    /** The function of the server that holds new rows against policies; missing privileges come from others. */
    private static final Set<String> CHECKS_POLICIES = Set.of("ExecWithCheckOptions");

    private Refusal() {}

    /** Whether a policy refused the new row, and not a missing privilege, which has the same SQLSTATE. */
    static boolean byPolicy(SQLException refused) {
        return INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())
                && server(refused)
                        .map(ServerErrorMessage::getRoutine)
                        .map(CHECKS_POLICIES::contains)
                        .orElse(true);
    }

    static boolean byDivision(SQLException refused) {
        return DIVISION_BY_ZERO.equals(refused.getSQLState());
    }

    /** Whether another row of the same tenant may fare better: some value was wrong, or there already. */
    static boolean ofValues(SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        return !state.equals(FOREIGN_KEY) && (state.startsWith(INTEGRITY_CONSTRAINT) || state.startsWith(DATA));
    }

    /** What the server says, in one line and without the row. */
    static String reason(SQLException refused) {
        String message = server(refused)
                .map(ServerErrorMessage::getMessage)
                .orElseGet(() ->
                        String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
        return message + " (SQLSTATE " + refused.getSQLState() + ")";
    }

    private static Optional<ServerErrorMessage> server(SQLException refused) {
        return refused instanceof PSQLException known
                ? Optional.ofNullable(known.getServerErrorMessage())
                : Optional.empty();
    }
}
