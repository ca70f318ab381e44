// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command has around it: where it writes, the variables of the environment, and somebody at a terminal or nobody. */
final class Shell {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final @Nullable Console console;

    private Shell(PrintWriter out, PrintWriter err, Map<String, String> environment, @Nullable Console console) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.console = console;
    }

    /** One with nobody at a terminal. */
    static Shell of(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return new Shell(out, err, environment, null);
    }

    /** That of this process, with whoever is at its terminal. */
    static Shell ofProcess(PrintWriter out, PrintWriter err) {
        return new Shell(out, err, System.getenv(), Terminal.console());
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

    /** Asks a question that only a typed {@code yes} affirms; nobody there is a no. */
    boolean confirm(String question) {
        if (console == null) {
            return false;
        }
        String answer = console.readLine("%s [yes/no] ", question);
        return answer != null && answer.strip().equalsIgnoreCase("yes");
    }

    /** How many columns the terminal has, as far as is known. */
    int columns() {
        return variable("COLUMNS")
                .filter(number -> number.matches("[1-9][0-9]{1,3}"))
                .map(Integer::parseInt)
                .orElse(80);
    }
}
