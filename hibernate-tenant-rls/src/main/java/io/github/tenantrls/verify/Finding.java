// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * One thing that keeps the database from isolating the tenants. Immutable.
 *
 * @param rule the id of the rule, such as {@code RLS001}
 * @param name the rule's name, such as {@code rls-disabled}
 * @param severity how bad it is
 * @param subject what it is about: a table as {@code schema.table}, or a role
 * @param message what is wrong and what it lets happen, in one sentence
 * @param mending the SQL statements that mend it, in this order and without semicolons; empty where SQL cannot
 */
public record Finding(
        String rule, String name, Severity severity, String subject, String message, List<String> mending) {

    /**
     * Creates a finding.
     *
     * @param rule the id of the rule
     * @param name the rule's name
     * @param severity how bad it is
     * @param subject what it is about
     * @param message what is wrong and what it lets happen
     * @param mending the SQL statements that mend it
     */
    public Finding {
        mending = List.copyOf(mending);
    }

    /**
     * The finding in one line: rule, severity, subject, message; what would end the line is spelled out.
     *
     * @return for example {@code RLS001 rls-disabled (critical) public.project: row-level security is off ..}
     */
    @Override
    public String toString() {
        return rule + " " + name + " (" + Summary.name(severity) + ") " + Visible.text(subject + ": " + message);
    }

    /**
     * The finding and the statements that mend it in one line, for logs.
     *
     * @return {@link #toString()}, and the statements if there are some; what would end the line is spelled out
     */
    public String toLogLine() {
        return mending.isEmpty()
                ? toString()
                : this + "; to mend it: " + Visible.text(String.join("; ", mending)) + ";";
    }

    /**
     * The statements that mend it, to be pasted into a client.
     *
     * @return the statements, each with its semicolon and on a line of its own, several of them in one transaction;
     *     empty where SQL cannot mend it
     */
    public String mendingScript() {
        String statements = mending.isEmpty() ? "" : String.join(";\n", mending) + ";";
        return mending.size() > 1 ? "begin;\n" + statements + "\ncommit;" : statements;
    }
}
