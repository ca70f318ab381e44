// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A command that policies are for. */
enum PolicyCommand {
    SELECT('r'),
    INSERT('a'),
    UPDATE('w'),
    DELETE('d');

    private final char code;

    PolicyCommand(char code) {
        this.code = code;
    }

    /** The commands of some letters, as in {@code pg_policy.polcmd}; an asterisk is all of them. */
    static Set<PolicyCommand> of(String codes) {
        return Arrays.stream(values())
                .filter(command -> codes.equals("*") || codes.indexOf(command.code) >= 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PolicyCommand.class)));
    }

    /** Whether it shows, changes or removes rows that are there. */
    boolean touchesRows() {
        return this != INSERT;
    }

    /** Whether it makes rows. */
    boolean writesRows() {
        return this == INSERT || this == UPDATE;
    }

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }
}
