// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.util.List;

/** Refuses passwords on the command line, which every user of the machine can read, before anything is said of it. */
final class PasswordFlags {

    private static final String FLAG = "--((runtime|system)-)?password";

    private PasswordFlags() {}

    /**
     * Refuses them.
     *
     * @throws Refusal if a flag that asks for a password has a value; the message does not repeat it
     */
    static void refuseValues(List<String> args) {
        for (String arg : args) {
            int value = arg.indexOf('=');
            if (value > 0 && arg.substring(0, value).matches(FLAG)) {
                throw new Refusal(
                        ExitCode.USAGE,
                        "A password was given on the command line, where every user of this machine can read it; change"
                                + " it, and give it by the environment, a file, ~/.pgpass, or when asked: "
                                + arg.substring(0, value) + " takes no value");
            }
        }
    }
}
