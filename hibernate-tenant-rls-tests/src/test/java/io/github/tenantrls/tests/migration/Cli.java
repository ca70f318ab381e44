// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.cli.TenantRlsCommand;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line on a database, in this JVM, with a configuration of its own. */
final class Cli {

    private final Database database;
    private final Path config;

    Cli(Database database, Path folder) {
        this.database = database;
        this.config = folder.resolve("tenant-rls.properties");
    }

    /** Runs a command that ends well, and tells what it prints. */
    String ok(String... args) {
        return fails(0, args);
    }

    /** Runs a command that ends with an exit code, and tells what it prints. */
    String fails(int exitCode, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = TenantRlsCommand.run(new PrintWriter(out), new PrintWriter(err), environment(), withConfig(args));
        assertThat(exit).as(String.join(" ", args) + "\n" + out + err).isEqualTo(exitCode);
        return out.toString() + err;
    }

    private String[] withConfig(String... args) {
        Stream<String> undo = List.of(args).contains("--apply")
                ? Stream.of("-o", String.valueOf(config.getParent()))
                : Stream.empty();
        return Stream.of(Stream.of(args), undo, Stream.of("--config", config.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private Map<String, String> environment() {
        return Map.of(
                "TENANT_RLS_URL", database.url(),
                "TENANT_RLS_USER", database.user(Role.OWNER),
                "TENANT_RLS_PASSWORD", database.password(Role.OWNER),
                "TENANT_RLS_RUNTIME_PASSWORD", database.password(Role.APP));
    }

    /** Adds to the file what a person would. */
    void configure(String key, String value) {
        try {
            Files.writeString(config, key + "=" + value.replace("\\", "\\\\") + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
