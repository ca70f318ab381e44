// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command. */
@Command(
        helpCommand = true,
        description = "Show the help of a command.",
        footer = {"", "Examples:", "  tenant-rls help", "  tenant-rls help tenants delete"})
final class HelpCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "The command; none for all of them.")
    private List<String> path = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLine shown = Objects.requireNonNull(spec).root().commandLine();
        for (String name : path) {
            CommandLine next = shown.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(spec.commandLine(), "There is no such command");
            }
            shown = next;
        }
        shown.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
        return ExitCode.OK;
    }
}
