// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Which commands there are. */
final class Commands {

    private Commands() {}

    static CommandLine all(Shell shell) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand("init", new InitCommand(shell))
                .addSubcommand("migrate", new MigrateCommand(shell))
                .addSubcommand("check", new CheckCommand(shell))
                .addSubcommand("seed", new SeedCommand(shell))
                .addSubcommand("tenants", TenantsCommand.all(shell))
                .addSubcommand("explain", new ExplainCommand(shell))
                .addSubcommand("completion", new CompletionCommand(shell))
                .addSubcommand("help", new HelpCommand());
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(exitCodes());
        return line;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String meaning : ExitCode.MEANINGS) {
            int colon = meaning.indexOf(':');
            codes.put(meaning.substring(0, colon), meaning.substring(colon + 1));
        }
        return codes;
    }
}
