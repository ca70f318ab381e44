// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.cli.TenantRlsCommand;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Replays {@code docs/migrating-an-existing-application.md}: its statements, its commands, and what they print. */
@ExtendWith(DatabaseExtension.class)
class MigratingPageIT {

    private static final Pattern BLOCK = Pattern.compile("```(sql|sh|text)\n(.*?)```", Pattern.DOTALL);

    private final Database database;

    @TempDir
    private Path folder = Path.of("");

    MigratingPageIT(Database database) {
        this.database = database;
    }

    @Test
    void the_page_can_be_followed() throws IOException {
        database.sql(
                Role.OWNER,
                "alter default privileges in schema public revoke all on tables from app, system",
                "alter default privileges in schema public revoke all on sequences from app, system");
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/migrating-an-existing-application.md")));
        String printed = "";
        List<String> differences = new ArrayList<>();
        while (blocks.find()) {
            String text = blocks.group(2);
            switch (blocks.group(1)) {
                case "sql" -> database.sql(Role.OWNER, text);
                case "sh" -> printed = text.startsWith("export ") ? "" : run(text);
                default -> {
                    if (!normalized(text).equals(normalized(printed))) {
                        differences.add(printed);
                    }
                }
            }
        }
        assertThat(differences).as("what is printed, but not on the page").isEmpty();
        assertThat(database.query(Role.APP, "select set_config('app.current_tenant', '', false) from orders limit 1"))
                .isEmpty();
        assertThat(Files.readString(folder.resolve("isolation.html"))).contains("order_line");
    }

    private String run(String commands) {
        StringWriter out = new StringWriter();
        for (String command : commands.lines().toList()) {
            assertThat(command).startsWith("tenant-rls ");
            int exit =
                    TenantRlsCommand.run(new PrintWriter(out), new PrintWriter(out), environment(), arguments(command));
            assertThat(exit).as(command + "\n" + out).isZero();
        }
        return out.toString();
    }

    private String[] arguments(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.substring("tenant-rls ".length())
                .replace("app_system", "system")
                .replace("jdbc:postgresql://localhost:5432/shop", database.url())
                .replace("isolation.html", folder.resolve("isolation.html").toString())
                .split(" ")));
        if (arguments.contains("--apply")) {
            arguments.addAll(List.of("-o", folder.toString())); // not where the tests run
        }
        arguments.add("--config");
        arguments.add(folder.resolve("tenant-rls.properties").toString());
        return arguments.toArray(String[]::new);
    }

    private Map<String, String> environment() {
        return Map.of(
                "TENANT_RLS_PASSWORD", "owner",
                "TENANT_RLS_RUNTIME_PASSWORD", "app",
                "TENANT_RLS_SYSTEM_PASSWORD", "system");
    }

    /** Without what is another one each time. */
    private String normalized(String text) {
        return text.replace(folder + "/", "")
                .replace("app_system", "system")
                .replaceAll("[0-9.,]+ (ms|s)\\b", "TIME")
                .replaceAll("PostgreSQL [0-9.]+", "PostgreSQL")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?", "DATE")
                .strip();
    }
}
