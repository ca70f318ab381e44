// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** Runs scripts as the owner: by psql where there is one, else statement by statement by the driver. */
final class Psql {

    private Psql() {}

    static void run(Database database, Path script) throws IOException, SQLException, InterruptedException {
        if (isThere()) {
            byPsql(database, script);
        } else {
            byDriver(database, script);
        }
    }

    /** As a tool does that splits scripts at semicolons, each statement by itself. */
    static void byDriver(Database database, Path script) throws IOException, SQLException {
        try (Connection connection = database.connection(Role.OWNER);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (NativeQuery query : Parser.parseJdbcSql(Files.readString(script), true, false, true, false, false)) {
                statement.execute(query.nativeSql);
            }
        }
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("psql", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void byPsql(Database database, Path script) throws IOException, InterruptedException {
        String url = database.url().replace("jdbc:", "").replace("://", "://" + database.user(Role.OWNER) + "@");
        List<String> command =
                new ArrayList<>(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.toString(), url));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password(Role.OWNER));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("psql: " + output);
        }
    }
}
