// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Whether there are colours: asked for, or at a terminal that nobody has asked to have none. */
enum Colors {
    AUTO,
    ALWAYS,
    NEVER;

    private static final String OPTION = "--color";

    /** Known before the command line is parsed, since what is wrong with it may be said in colours. */
    static Ansi of(List<String> args, Shell shell) {
        boolean colored = switch (asked(args)) {
            case "always" -> true;
            case "never" -> false;
            default ->
                shell.isTerminal()
                        && shell.variable("NO_COLOR").isEmpty()
                        && !"dumb".equals(shell.environment().get("TERM"));
        };
        return colored ? Ansi.ON : Ansi.OFF;
    }

    private static String asked(List<String> args) {
        for (int i = args.size() - 1; i >= 0; i--) {
            String arg = args.get(i);
            if (arg.startsWith(OPTION + "=")) {
                return arg.substring(OPTION.length() + 1).toLowerCase(Locale.ROOT);
            }
            if (arg.equals(OPTION) && i + 1 < args.size()) {
                return args.get(i + 1).toLowerCase(Locale.ROOT);
            }
        }
        return "auto";
    }
}
