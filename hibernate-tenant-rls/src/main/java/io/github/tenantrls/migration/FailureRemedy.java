// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What to do about an error of the server's. */
final class FailureRemedy {

    private static final String OWNER = "select pg_catalog.pg_get_userbyid(c.relowner) from pg_catalog.pg_class c"
            + " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname || '.' || c.relname = ?";

    private final MigrationRun run;

    FailureRemedy(MigrationRun run) {
        this.run = run;
    }

    String of(MigrationStep step, SQLException failure) {
        return switch (String.valueOf(failure.getSQLState())) {
            case "42501" -> role(step);
            case "23502", "23503", "23505", "23514" -> rows(failure);
            default -> "mend that and run it again; what was committed stays, and it goes on from there";
        };
    }

    private String role(MigrationStep step) {
        if (step.kind() == StepKind.BACKFILL) {
            return "run it as the owner of the table; where row-level security is forced for the owner too, run alter table "
                    + step.subject() + " no force row level security first, which the migration takes back";
        }
        if (step.kind() == StepKind.ROLE) {
            return "run it as a role with createrole, or have a superuser run: " + String.join("; ", step.statements());
        }
        String owner = owner(step.subject());
        return "run it as "
                + (owner == null ? "the owner of " + step.subject() : owner + ", which owns " + step.subject());
    }

    private @Nullable String owner(String subject) {
        try (PreparedStatement query = run.connection().prepareStatement(OWNER)) {
            query.setString(1, subject);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        } catch (SQLException e) {
            return null;
        }
    }

    private String rows(SQLException failure) {
        ServerErrorMessage error = failure instanceof PSQLException own ? own.getServerErrorMessage() : null;
        String query = error == null ? null : new OffendingRows(run.connection()).query(failure, error);
        return (query == null ? "" : "look at the rows by " + query + "; ") + "mend them and run it again";
    }
}
