// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The texts with which sessions of one kind are bound: those of a persistence unit that work for tenants, or those that work
 * for the system. Thread-safe.
 */
final class BindingSql {

    private static final String NO_ROLE = "select set_config('role', 'none', true) is null, ";

    private static final int MOST_TEXTS = 1000;
    private static final int LONGEST_TEXT = 4096;

    private final String binding;
    private final String unbinding;
    private final Remembered<String, String> composed = new Remembered<>(MOST_TEXTS);
    private final Remembered<String, String> composedAlone = new Remembered<>(MOST_TEXTS);

    /**
     * @param unitsRole the role that the system's sessions of the persistence unit take on, if they do
     * @param system whether for these
     */
    BindingSql(String variable, @Nullable String unitsRole, boolean system) {
        String select = unitsRole == null ? "select " : NO_ROLE;
        unbinding = select + set(variable, "''");
        binding = system && unitsRole != null
                ? "select " + set(variable, "''") + ", set_config('role', ?, true) is null"
                : select + set(variable, "?");
    }

    private static String set(String variable, String value) {
        return "set_config('" + variable + "', " + value + ", true) is null";
    }

    /**
     * The statement that binds; it has one parameter. Its result is of fixed length: the driver sends nothing together with
     * a statement whose result may be long.
     */
    String binding() {
        return binding;
    }

    /** The statement that leaves neither a tenant nor a role. */
    String unbinding() {
        return unbinding;
    }

    /**
     * The text that binds the tenant and executes the given statement, in one message.
     *
     * @param alone whether the statement is a transaction of its own. It is bracketed then, although all that is sent
     *     before one Sync message is a transaction anyway: the driver may send a Sync between any two statements, if it
     *     cannot tell that the results fit into its buffers
     */
    String composed(String sql, boolean alone) {
        Remembered<String, String> texts = alone ? composedAlone : composed;
        String known = texts.get(sql);
        if (known != null) {
            return known;
        }
        String bound = binding + ';' + sql;
        String text = alone ? "begin;" + bound + "\n;commit" : bound; // the line break ends a comment
        return sql.length() > LONGEST_TEXT ? text : texts.keep(sql, text);
    }
}
