// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * The command line {@code tenant-rls}. Build tools can call it too; what it does is also there as an API in the packages
 * {@code migration}, {@code verify}, {@code tenants} and {@code explain}.
 */
public final class TenantRlsCommand {

    private TenantRlsCommand() {}

    /**
     * Runs a command, and ends this Java virtual machine with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(CommandProcess.run(List.of(args)));
    }

    /**
     * Runs a command as if nobody were at a terminal: nothing is asked, and there are no colours and no progress bar.
     *
     * @param out what the command prints
     * @param err what it says of its progress, and what went wrong
     * @param environment the variables of the environment
     * @param args the command and its options
     * @return the exit code; {@code docs/cli.md} says what each means
     */
    public static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
        return CommandRun.of(Shell.of(out, err, environment), List.of(args));
    }
}
