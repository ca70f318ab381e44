// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replays a page of commands: what stands after them is to be what they print. */
final class CliPage {

    private static final Pattern BLOCK = Pattern.compile("```(sql|console|csv|properties)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final String URL = "jdbc:postgresql://localhost:5432/shop";
    private static final List<String> FILES = List.of("tenants.csv", "report.html", "migrations");

    private final Database database;
    private final Path folder;

    CliPage(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** The page with what is printed in its place; what differs in times only is left as it is. */
    String replay(String page) throws IOException {
        StringBuilder replayed = new StringBuilder();
        Matcher blocks = BLOCK.matcher(page);
        int end = 0;
        while (blocks.find()) {
            replayed.append(page.substring(end, blocks.start(2))).append(block(blocks.group(1), blocks.group(2)));
            end = blocks.end(2);
        }
        return replayed.append(page.substring(end)).toString();
    }

    private String block(String kind, String text) throws IOException {
        switch (kind) {
            case "sql" -> database.sql(Role.OWNER, text);
            case "csv" -> Files.writeString(folder.resolve("tenants.csv"), text);
            case "properties" -> {
                return Files.readString(folder.resolve("tenant-rls.properties"))
                        .replace(database.url(), URL)
                        .replace("system.user=system", "system.user=app_system");
            }
            default -> {
                String printed = console(text);
                return timeless(printed).equals(timeless(text)) ? text : printed;
            }
        }
        return text;
    }

    private String console(String text) {
        StringBuilder all = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith("$ ")) {
                Said said = Cli.plain(environment(), arguments(line));
                if (said.code() > 1) {
                    throw new AssertionError(line + "\n" + said.all());
                }
                all.append(line).append('\n').append(asOnThePage(said.out() + said.err()));
            }
        }
        return all.toString();
    }

    private String[] arguments(String line) {
        List<String> arguments = new ArrayList<>();
        Matcher words = WORD.matcher(line.substring("$ tenant-rls ".length()));
        while (words.find()) {
            String word = words.group().replaceAll("^['\"]|['\"]$", "");
            arguments.add(
                    FILES.contains(word)
                            ? folder.resolve(word).toString()
                            : word.replace(URL, database.url()).replace("app_system", "system"));
        }
        if (!arguments.contains("--help")) {
            arguments.add("--config=" + folder.resolve("tenant-rls.properties"));
        }
        if (arguments.contains("--apply")) {
            arguments.add("-o" + folder); // not where the tests run
        }
        return arguments.toArray(String[]::new);
    }

    private Map<String, String> environment() {
        return Map.of(
                "TENANT_RLS_PASSWORD", database.password(Role.OWNER),
                "TENANT_RLS_RUNTIME_PASSWORD", database.password(Role.APP),
                "TENANT_RLS_SYSTEM_PASSWORD", database.password(Role.SYSTEM));
    }

    private String asOnThePage(String printed) {
        return printed.replace(folder + "/", "")
                .replace(database.url(), URL)
                .replace("role system ", "role app_system ");
    }

    /** Without what is another one each time. */
    private static String timeless(String text) {
        return text.replaceAll("[0-9]+ (ms|s)\\b", "TIME")
                .replaceAll("PostgreSQL [0-9.]+", "PostgreSQL")
                .replaceAll("cost=\\S+ rows=\\d+ width=\\d+", "COST")
                .replaceAll("globex  [0-9a-f-]{36}", "globex  ID")
                .replaceAll("globex  active     [0-9a-f-]{36}", "globex  ID");
    }
}
