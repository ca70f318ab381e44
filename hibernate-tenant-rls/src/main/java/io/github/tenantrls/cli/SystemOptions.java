// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.tenants.Tenants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose tenants, and how whoever may change them logs in. */
final class SystemOptions {

    private static final String USER = TenantRlsSettings.SYSTEM_USER.substring(TenantRlsSettings.PREFIX.length());
    private static final String ROLE = TenantRlsSettings.SYSTEM_ROLE.substring(TenantRlsSettings.PREFIX.length());
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

    /** The configuration, in which some table is tenant-scoped. */
    IsolationConfig config(Shell shell) {
        IsolationConfig read = configuration.read(shell);
        return Scoped.require(user == null ? read : read.with(Map.of(USER, user), "--system-user"));
    }

    /**
     * The tenants of the database.
     *
     * @throws Refusal if the database does not let the system in
     */
    Tenants tenants(Shell shell) {
        IsolationConfig config = config(shell);
        return Tenants.of(logIn(config, shell).dataSource(), config.scoped(), config.settings());
    }

    /**
     * Connections that work as the system.
     *
     * @throws Refusal if the database does not let the system in
     */
    DataSource asSystem(IsolationConfig config, Shell shell) {
        LogIn logIn = logIn(config, shell);
        assumed(config).ifPresent(logIn::as);
        return logIn.dataSource();
    }

    private LogIn logIn(IsolationConfig config, Shell shell) {
        LogIn logIn = config.get(USER)
                .map(role -> new LogIn(
                        OwnerOptions.url(config), role, new PasswordSource(ask, file, PASSWORD).read(shell, role)))
                .orElseGet(() -> owner.logIn(config, shell));
        require(logIn, assumed(config).orElse(null));
        return logIn;
    }

    /** The role that it takes on, unless it logs in by itself. */
    private static Optional<String> assumed(IsolationConfig config) {
        return config.get(USER).isPresent() ? Optional.empty() : config.get(ROLE);
    }

    /** That it logs in, and may take on the role that it has to. */
    private static void require(LogIn logIn, @Nullable String role) {
        try (Connection connection = logIn.open();
                PreparedStatement take =
                        connection.prepareStatement("select pg_catalog.set_config('role', ?, false)")) {
            if (role != null) {
                take.setString(1, role);
                take.execute();
            }
        } catch (SQLException e) {
            throw new Refusal(
                    Failures.exitCode(e),
                    logIn.user() + " cannot take on the role " + role + ", which sees the rows of all tenants ("
                            + Failures.oneLine(String.valueOf(e.getMessage()))
                            + "); name its login by --system-user, or grant "
                            + role + " to " + logIn.user() + " with inherit false, set true",
                    e);
        }
    }
}
