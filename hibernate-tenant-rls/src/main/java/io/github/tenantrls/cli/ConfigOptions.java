// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be isolated: a file, then the environment, then the command line; the later one counts. */
final class ConfigOptions {

    private static final String VARIABLES = "TENANT_RLS_";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration. Default: " + IsolationFile.NAME + " in the working folder.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the configuration, instead of what the file or the environment says; any number.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(names = "--url", paramLabel = "URL", description = "The database: jdbc:postgresql://host:port/database.")
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "ROLE", description = "Whom to log in as: the owner of the tables.")
    private @Nullable String user;

    /** The file, whether or not it is there. */
    Path file() {
        return file == null ? Path.of(IsolationFile.NAME) : file;
    }

    /**
     * Reads the configuration; without a file, and none asked for, it is what the environment and the command line say.
     *
     * @throws io.github.tenantrls.TenantRlsException if it cannot be read
     */
    IsolationConfig read(Shell shell) {
        IsolationConfig config = file == null && !Files.exists(file())
                ? IsolationConfig.of(Map.of(), IsolationFile.NAME)
                : IsolationFile.read(file());
        return withoutFile(config, shell);
    }

    /** As if there were no file. */
    IsolationConfig withoutFile(Shell shell) {
        return withoutFile(IsolationConfig.of(Map.of(), IsolationFile.NAME), shell);
    }

    private IsolationConfig withoutFile(IsolationConfig config, Shell shell) {
        return config.with(variables(shell), "The environment (" + VARIABLES + "..)")
                .with(flags(), "The command line");
    }

    private static Map<String, String> variables(Shell shell) {
        Map<String, String> found = new TreeMap<>();
        Stream.concat(IsolationConfig.KEYS.stream(), IsolationConfig.SETTINGS.stream())
                .forEach(key -> shell.variable(variable(key)).ifPresent(value -> found.put(key, value)));
        return found;
    }

    /** The variable for a key. */
    static String variable(String key) {
        return VARIABLES + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Map<String, String> flags() {
        Map<String, String> given = new LinkedHashMap<>(changes);
        if (url != null) {
            given.put(IsolationConfig.URL, url);
        }
        if (user != null) {
            given.put(IsolationConfig.USER, user);
        }
        return given;
    }
}
