// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command line. */
final class CommandRun {

    private final Shell shell;
    private final List<String> args;
    private final Ansi ansi;

    private CommandRun(Shell shell, List<String> args) {
        this.shell = shell;
        this.args = args;
        ansi = Colors.of(args, shell);
    }

    /** Runs a command, and tells what went wrong. */
    static int of(Shell shell, List<String> args) {
        shell.args(args);
        return new CommandRun(shell, args).run();
    }

    private int run() {
        try {
            PasswordFlags.refuseValues(args);
            return commandLine().execute(args.toArray(String[]::new));
        } catch (Refusal e) {
            return failed(e);
        } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
            return failed(e);
        } finally {
            shell.out().flush();
            shell.err().flush();
        }
    }

    private CommandLine commandLine() {
        CommandLine line = Commands.all(shell);
        line.setOut(shell.out());
        line.setErr(shell.err());
        line.setColorScheme(Help.defaultColorScheme(ansi));
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, wrong) -> misused(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        return line;
    }

    private int misused(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String what = e instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : Failures.oneLine(String.valueOf(e.getMessage())).replaceFirst("^Error: ", "");
        error(what + "; see " + command + " --help");
        return ExitCode.USAGE;
    }

    /** Values are not repeated: one may be a password that got there by mistake. */
    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().get(0);
        if (!first.startsWith("-")) {
            return "An argument is one too many, or not a command";
        }
        int value = first.indexOf('=');
        return "There is no option " + Failures.oneLine(value < 0 ? first : first.substring(0, value));
    }

    private int failed(Throwable e) {
        error(Failures.message(e));
        if (args.contains("--stacktrace")) {
            e.printStackTrace(shell.err());
        }
        return Failures.exitCode(e);
    }

    private void error(String message) {
        shell.out().flush();
        shell.err().println(ansi.string("@|bold,red error:|@ ") + message);
    }
}
