// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command has around it: where it writes, the variables of the environment, and somebody at a terminal or nobody. */
final class Shell {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final @Nullable Console console;
    private final Interrupts interrupts;
    private final boolean withApplication;
    private List<String> args = List.of();

    private Shell(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            @Nullable Console console,
            Interrupts interrupts,
            boolean withApplication) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.console = console;
        this.interrupts = interrupts;
        this.withApplication = withApplication;
    }

    /** One with nobody at a terminal. */
    static Shell of(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return new Shell(out, err, environment, null, new Interrupts(), false);
    }

    /** That of this process, with whoever is at its terminal. */
    static Shell ofProcess(PrintWriter out, PrintWriter err, Interrupts interrupts) {
        return new Shell(out, err, System.getenv(), Terminal.console(), interrupts, false);
    }

    /** One in a class loader that has the classes of an application too. */
    static Shell withApplication(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
        return new Shell(out, err, environment, terminal ? Terminal.console() : null, new Interrupts(), true);
    }

    /** Whether it is one of those. */
    boolean isWithApplication() {
        return withApplication;
    }

    /** Remembers the command line, for it to be run again. */
    void args(List<String> given) {
        args = List.copyOf(given);
    }

    List<String> args() {
        return args;
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** A variable that is set, and not to nothing. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** What is to be cancelled if the process is to end. */
    Interrupts interrupts() {
        return interrupts;
    }

    boolean isTerminal() {
        return console != null;
    }

    /**
     * Asks for a password, without showing it.
     *
     * @throws Refusal if nobody is there to be asked
     */
    String password(String whose) {
        if (console == null) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "The password of " + whose + " cannot be asked for, because there is no terminal; give it by an"
                            + " environment variable or a file, see the help of the command");
        }
        char[] typed = console.readPassword("Password of %s: ", whose);
        if (typed == null) {
            throw new Refusal(ExitCode.USAGE, "No password of " + whose + " was given, so nothing was done");
        }
        return new String(typed);
    }

    /**
     * Asks a question; where nobody is there the answer is empty.
     *
     * @throws Refusal if whoever is asked has gone (Ctrl-D)
     */
    String ask(String question) {
        if (console == null) {
            return "";
        }
        String answer = console.readLine("%s ", question);
        if (answer == null) {
            throw new Refusal(ExitCode.USAGE, "A question was not answered, so nothing was done; run it again");
        }
        return answer.strip();
    }

    /** Asks a question that only a typed {@code yes} affirms; nobody there is a no. */
    boolean confirm(String question) {
        return ask(question + " [yes/no]").equalsIgnoreCase("yes");
    }

    /** How many columns the terminal has, as far as is known. */
    int columns() {
        return variable("COLUMNS")
                .filter(number -> number.matches("[1-9][0-9]{1,3}"))
                .map(Integer::parseInt)
                .or(() -> isTerminal() ? Terminal.columns() : Optional.empty())
                .orElse(80);
    }
}
