// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.migration.ProposalOptions;
import io.github.tenantrls.migration.TableProposals;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proposes which tables are tenant-scoped, and writes that into a file. */
@Command(
        description = {
            "Propose which tables belong to tenants, and write the configuration.",
            "From a database, which is only read; or from a persistence unit, without a database. It says why."
        },
        footer = {
            "",
            "Examples:",
            "  tenant-rls init --url jdbc:postgresql://localhost/shop --user owner",
            "  tenant-rls init --tables customer,invoice --runtime-role app --system-user app_system",
            "  tenant-rls init --persistence-unit shop --class-path 'target/classes:target/lib/*'"
        })
final class InitCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OwnerOptions owner = new OwnerOptions();

    @Mixin
    private UnitOptions unit = new UnitOptions();

    @Option(
            names = "--schema",
            split = ",",
            paramLabel = "NAME",
            description = "The schemas to look at; the first is that of tables named without one. Default: public.")
    private List<String> schemas = new ArrayList<>(List.of("public"));

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "TABLE",
            description = "Tables that belong to tenants in any case.")
    private List<String> scoped = new ArrayList<>();

    @Option(
            names = "--global",
            split = ",",
            paramLabel = "TABLE",
            description = "Tables that all tenants share in any case.")
    private List<String> global = new ArrayList<>();

    @Option(
            names = "--tenant",
            paramLabel = "ID",
            description = "The tenant to which the rows belong that are there, where no foreign key tells.")
    private @Nullable String tenant;

    @Option(names = "--runtime-role", paramLabel = "ROLE", description = "The role that the application logs in as.")
    private @Nullable String runtimeRole;

    @Option(names = "--system-role", paramLabel = "ROLE", description = "The role that sees the rows of all tenants.")
    private @Nullable String systemRole;

    @Option(
            names = "--system-user",
            paramLabel = "ROLE",
            description = "The same, where the system logs in as this role by itself.")
    private @Nullable String systemUser;

    @Option(names = "--non-interactive", description = "Ask nothing; take what is proposed.")
    private boolean nonInteractive;

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    private boolean overwrite;

    InitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws SQLException {
        IsolationConfig given = configuration.withoutFile(shell);
        if (Files.exists(configuration.file()) && !overwrite) {
            throw new Refusal(
                    ExitCode.USAGE,
                    configuration.file()
                            + " is there already, and was left as it is; give --overwrite to replace it, or"
                            + " another name by --config");
        }
        if (unit.isGiven()) {
            Optional<Integer> elsewhere = unit.elsewhere(shell, given);
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        }
        refuseOneRole();
        TableProposals proposals = unit.isGiven()
                ? TableProposals.ofUnit(unit.require(given), Map.of(), options(given))
                : ofDatabase(given);
        write(given, new ProposalDialog(shell).decide(proposals, nonInteractive || !shell.isTerminal()));
        return ExitCode.OK;
    }

    private TableProposals ofDatabase(IsolationConfig given) throws SQLException {
        try (Connection connection = owner.logIn(given, shell).open()) {
            return TableProposals.ofDatabase(connection, options(given));
        }
    }

    private ProposalOptions options(IsolationConfig given) {
        return new ProposalOptions(schemas, given.get("column").orElse(null), scoped, global, tenant);
    }

    private void refuseOneRole() {
        if (runtimeRole != null && (runtimeRole.equals(systemRole) || runtimeRole.equals(systemUser))) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "The application and the system are one role, so the application would see the rows of all tenants;"
                            + " name two");
        }
    }

    private void write(IsolationConfig given, TableProposals proposals) {
        if (tenant != null) {
            given.get("column_type")
                    .map(TenantColumnType::parse)
                    .orElse(proposals.columnType())
                    .normalize(tenant);
        }
        Map<String, String> values = new TreeMap<>(proposals.configuration());
        values.putAll(given.values());
        values.put(IsolationConfig.FORMAT_KEY, String.valueOf(IsolationConfig.FORMAT));
        putIfGiven(values, "runtime_role", runtimeRole);
        putIfGiven(values, "system_role", systemRole);
        putIfGiven(values, "system.user", systemUser);
        if (unit.isGiven()) {
            values.put(IsolationConfig.PERSISTENCE_UNIT, unit.require(given));
            unit.classPath(given).ifPresent(path -> values.put(IsolationConfig.CLASS_PATH, path));
        }
        IsolationConfig config =
                IsolationConfig.of(values, String.valueOf(configuration.file().getFileName()));
        IsolationFile.write(configuration.file(), config, ProposalDialog.comments(proposals), overwrite);
        shell.out()
                .println("written: " + configuration.file() + ". Look at it, and see what is lacking by " + Root.NAME
                        + " migrate.");
    }

    private static void putIfGiven(Map<String, String> values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value);
        }
    }
}
