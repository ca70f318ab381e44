// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(description = "later")
final class ExplainCommand implements Callable<Integer> {

    private final Shell shell;

    ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().println("later");
        return ExitCode.OK;
    }
}
