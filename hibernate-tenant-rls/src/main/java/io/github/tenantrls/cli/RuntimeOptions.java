// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.migration.IsolationConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the application logs in. */
final class RuntimeOptions {

    private static final String URL = "TENANT_RLS_RUNTIME_URL";
    private static final String USER = "TENANT_RLS_RUNTIME_USER";
    private static final String PASSWORD = "TENANT_RLS_RUNTIME_PASSWORD";
    private static final String ROLE = TenantRlsSettings.RUNTIME_ROLE.substring(TenantRlsSettings.PREFIX.length());

    @Option(
            names = "--runtime-url",
            paramLabel = "URL",
            description = "Where the application connects to. Default: the URL of the configuration.")
    private @Nullable String url;

    @Option(
            names = "--runtime-user",
            paramLabel = "ROLE",
            description = "Whom the application logs in as. Default: runtime_role of the configuration, else its user.")
    private @Nullable String user;

    @Option(names = "--runtime-password", description = "Ask for its password.")
    private boolean ask;

    @Option(
            names = "--runtime-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is its password; nobody else may read it. Otherwise it is in "
                    + PASSWORD + " or ~/.pgpass.")
    private @Nullable Path file;

    LogIn logIn(IsolationConfig config, Shell shell) {
        String role = user(config, shell).orElse(null);
        boolean owner =
                role == null || role.equals(config.get(IsolationConfig.USER).orElse(null));
        PasswordSource source = new PasswordSource(
                ask, file, owner && shell.variable(PASSWORD).isEmpty() ? OwnerOptions.PASSWORD : PASSWORD);
        return new LogIn(url(config, shell), role, source.read(shell, role == null ? "the application" : role));
    }

    private String url(IsolationConfig config, Shell shell) {
        Optional<String> own = url == null ? shell.variable(URL) : Optional.of(url);
        return own.map(given -> OwnerOptions.url(config.with(Map.of(IsolationConfig.URL, given), "The runtime URL")))
                .orElseGet(() -> OwnerOptions.url(config));
    }

    private Optional<String> user(IsolationConfig config, Shell shell) {
        return Optional.ofNullable(user)
                .or(() -> shell.variable(USER))
                .or(() -> config.get(ROLE))
                .or(() -> config.get(IsolationConfig.USER));
    }
}
