// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done where a condition is kept from its index. Not thread-safe. */
final class Advice {

    private static final String PREFIXES = """
            select 1 from pg_catalog.pg_proc
            where oid = 'pg_catalog.starts_with(text, text)'::pg_catalog.regprocedure and proleakproof
              and pg_catalog.current_setting('server_version_num')::int >= 150000""";

    private final Connection connection;
    private final Scan scan;
    private final String column;

    Advice(Connection connection, Scan scan, String column) {
        this.connection = connection;
        this.scan = scan;
        this.column = column;
    }

    List<String> of(Set<String> lost, Set<String> culprits) throws SQLException {
        List<String> advice = new ArrayList<>();
        PlanReader server = new PlanReader(connection, ExplainOptions.DEFAULT);
        if (culprits.stream().anyMatch(culprit -> culprit.startsWith("~~ ("))
                && !server.value(PREFIXES).isEmpty()) {
            advice.add("For values that begin with a text, write starts_with("
                    + lost.iterator().next()
                    + ", 'text') instead of like 'text%': it is leakproof, and uses an index with text_pattern_ops");
        }
        lost.stream().filter(key -> key.contains("(")).forEach(expression -> generated(expression, culprits, advice));
        tenantIndex(lost, advice);
        advice.add(
                "A superuser can declare it leakproof, if no error and no time that it takes tells of its arguments: "
                        + culprits.stream().map(Advice::leakproof).collect(Collectors.joining("; ")));
        return advice;
    }

    /** A column of its own is compared by a leakproof operator. */
    private static void generated(String expression, Set<String> culprits, List<String> advice) {
        if (culprits.stream().noneMatch(culprit -> culprit.contains(" ("))) {
            advice.add("Keep " + expression + " in a column of its own (generated always as (" + expression
                    + ") stored), put the index on that, and compare it");
        }
    }

    private void tenantIndex(Set<String> lost, List<String> advice) throws SQLException {
        String columns = lost.stream()
                .filter(key -> !key.contains("("))
                .map(key -> ", " + key)
                .collect(Collectors.joining());
        String index =
                "create index on " + Sql.name(scan.schema(), scan.table()) + " (" + Sql.name(column) + columns + ")";
        if (!new TableIndexes(connection).leads(scan, column)) {
            advice.add("So that only the rows of the tenant are read: " + index);
        } else if (!columns.isEmpty()) {
            advice.add("If the statement reads few columns, have an index hold all of them, in which the condition is"
                    + " evaluated without reading the rows: " + index + " include (the other columns)");
        }
    }

    private static String leakproof(String culprit) {
        int function = culprit.indexOf(" (");
        String name = function < 0 ? culprit : culprit.substring(function + 2, culprit.length() - 1);
        return "alter function " + name + " leakproof";
    }
}
