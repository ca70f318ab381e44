// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.tenants.Tenants;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose tenants, and how whoever may change them logs in. */
final class SystemOptions {

    private static final String USER = "TENANT_RLS_SYSTEM_USER";
    private static final String PASSWORD = "TENANT_RLS_SYSTEM_PASSWORD";

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OwnerOptions owner = new OwnerOptions();

    @Option(
            names = "--system-user",
            paramLabel = "ROLE",
            description =
                    "Log in as this role, which sees the rows of all tenants. Default: log in as the owner, and take on"
                            + " system_role of the configuration, if it has one.")
    private @Nullable String user;

    @Option(names = "--system-password", description = "Ask for its password.")
    private boolean ask;

    @Option(
            names = "--system-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is its password; nobody else may read it. Otherwise it is in "
                    + PASSWORD + " or ~/.pgpass.")
    private @Nullable Path file;

    /** The tenants of the database, once it is known that it lets the system in. */
    Tenants tenants(Shell shell) {
        IsolationConfig config = Scoped.require(configuration.read(shell));
        LogIn logIn = logIn(config, shell);
        logIn.require();
        return Tenants.of(logIn.dataSource(), config.scoped(), config.settings());
    }

    private LogIn logIn(IsolationConfig config, Shell shell) {
        String role = user == null ? shell.variable(USER).orElse(null) : user;
        return role == null
                ? owner.logIn(config, shell)
                : new LogIn(OwnerOptions.url(config), role, new PasswordSource(ask, file, PASSWORD).read(shell, role));
    }
}
