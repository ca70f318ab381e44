// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.util.ArrayList;
import java.util.List;

/** An anonymous block of PL/pgSQL, of static statements: names stand in it quoted, and nothing is put together there. */
public final class DoBlock {

    private static final String TAG = "tenant_rls";

    private final List<String> lines = new ArrayList<>();
    private final String lineBreak;

    /**
     * Creates an empty block.
     *
     * @param lineBreak what to put between lines, a line break or a space
     */
    public DoBlock(String lineBreak) {
        this.lineBreak = lineBreak;
    }

    /**
     * Adds a line.
     *
     * @param line part of a statement, or some with their semicolons
     */
    public void line(String line) {
        lines.add(line);
    }

    /**
     * Runs a statement if there is no row.
     *
     * @param rows what follows {@code select} in a query for rows
     * @param statement without semicolon
     */
    public void unless(String rows, String statement) {
        line("if not exists (select " + rows + ") then " + statement + "; end if;");
    }

    /**
     * The block.
     *
     * @return one statement, without semicolon
     */
    public String sql() {
        String body = lineBreak + String.join(lineBreak, lines) + lineBreak;
        String quotes = quotes(body);
        return "do " + quotes + " begin" + body + "end " + quotes;
    }

    /** A name in the block may hold anything, so also what would end the block. */
    private static String quotes(String body) {
        String tag = TAG;
        for (int number = 1; body.contains(tag + "$"); number++) {
            tag = TAG + number;
        }
        return "$" + tag + "$";
    }
}
