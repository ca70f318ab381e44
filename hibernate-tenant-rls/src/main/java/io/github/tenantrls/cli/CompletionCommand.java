// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what completes commands and options in a shell. */
@Command(
        description = "Print what completes commands and options in bash or zsh.",
        footer = {
            "",
            "Examples:",
            "  alias tenant-rls='java -jar hibernate-tenant-rls-cli.jar'",
            "  source <(tenant-rls completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Kind kind = Kind.BASH;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    /** One script is for both: where it is zsh it loads what understands bash's. */
    private enum Kind {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        String script =
                AutoComplete.bash(Root.NAME, Objects.requireNonNull(spec).root().commandLine());
        shell.out().print(kind == Kind.ZSH ? "autoload -Uz compinit && compinit\n" + script : script);
        return ExitCode.OK;
    }
}
