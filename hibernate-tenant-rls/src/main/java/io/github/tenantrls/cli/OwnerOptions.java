// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the owner of the tables logs in. */
final class OwnerOptions {

    /** The variable for the password. */
    static final String PASSWORD = "TENANT_RLS_PASSWORD";

    @Option(names = "--password", description = "Ask for the password.")
    private boolean ask;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password; nobody else may read it. Otherwise it is in "
                    + PASSWORD + " or ~/.pgpass.")
    private @Nullable Path file;

    LogIn logIn(IsolationConfig config, Shell shell) {
        String url = url(config);
        String user = config.get(IsolationConfig.USER).orElse(null);
        return new LogIn(
                url, user, new PasswordSource(ask, file, PASSWORD).read(shell, user == null ? "the owner" : user));
    }

    /** The database of a configuration. */
    static String url(IsolationConfig config) {
        return config.get(IsolationConfig.URL)
                .orElseThrow(() -> new Refusal(
                        ExitCode.USAGE,
                        "Nothing says which database is meant; give --url jdbc:postgresql://host:port/database, set "
                                + ConfigOptions.variable(IsolationConfig.URL) + ", or write " + IsolationConfig.URL
                                + " into the configuration"));
    }
}
