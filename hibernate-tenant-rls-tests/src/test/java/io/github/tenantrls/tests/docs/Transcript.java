// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the blocks marked {@code console} of a page: what was typed in psql, as whom, and what came back. */
final class Transcript {

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- since PostgreSQL (\\d+) -->\\R)?```console\\R(.*?)\\R```", Pattern.DOTALL);
    private static final Pattern PROMPT = Pattern.compile("(\\w+)=([>#]) (.*)");

    private Transcript() {}

    /** All steps of a page that a server of a version can do, in their order. */
    static List<Step> steps(String page, int serverVersion) {
        List<Step> steps = new ArrayList<>();
        BLOCK.matcher(page).results().forEach(block -> {
            if (block.group(1) == null || Integer.parseInt(block.group(1)) <= serverVersion) {
                steps.addAll(steps(block.group(2).lines().toList()));
            }
        });
        return steps;
    }

    private static List<Step> steps(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int next = 0; next < lines.size(); ) {
            Matcher prompt = PROMPT.matcher(lines.get(next++));
            if (!prompt.matches()) {
                throw new IllegalArgumentException("No prompt: " + lines.get(next - 1));
            }
            StringBuilder sql = new StringBuilder(prompt.group(3));
            while (!complete(sql.toString())) {
                sql.append('\n').append(lines.get(next++));
            }
            int output = next;
            while (next < lines.size() && !PROMPT.matcher(lines.get(next)).matches()) {
                next++;
            }
            steps.add(new Step(prompt.group(1), sql.toString(), lines.subList(output, next)));
        }
        return steps;
    }

    private static boolean complete(String sql) {
        boolean quoted = sql.split("\\$\\$", -1).length % 2 == 0;
        return sql.startsWith("\\") || sql.endsWith(";") && !quoted;
    }

    /**
     * One statement.
     *
     * @param role the role at the prompt
     * @param sql the statement, or a command of psql
     * @param output the lines below it
     */
    record Step(String role, String sql, List<String> output) {}
}
