// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Has the server hold all combinations of candidates against conditions, in one query that reads no table. */
final class CheckQuery {

    private static final int MAX_SOLUTIONS = 20;

    private final List<CheckCandidates> candidates;
    private final List<ProbeColumn> generated;
    private final List<ProbeCheck> checks;
    private final List<@Nullable String> parameters = new ArrayList<>();

    CheckQuery(List<CheckCandidates> candidates, List<ProbeColumn> generated, List<ProbeCheck> checks) {
        this.candidates = candidates;
        this.generated = generated;
        this.checks = checks;
    }

    /** The combinations that all conditions accept, those of earlier candidates first. */
    List<Map<String, @Nullable String>> run(ProbeSession session) throws SQLException {
        List<Map<String, @Nullable String>> solutions = new ArrayList<>();
        String sql = sql();
        for (List<@Nullable String> row : session.rows(sql, parameters)) {
            solutions.add(solution(row));
        }
        return solutions;
    }

    private String sql() {
        List<String> numbers = IntStream.range(0, candidates.size())
                .mapToObj(CheckQuery::number)
                .toList();
        String lists =
                IntStream.range(0, candidates.size()).mapToObj(this::list).collect(Collectors.joining(" cross join "));
        String computed = generated.stream()
                .map(column -> ", (" + column.defaultValue() + ") as " + column.sqlName())
                .collect(Collectors.joining());
        return "select " + String.join(", ", numbers) + " from (select *" + computed + " from " + lists
                + ") as r where "
                + checks.stream()
                        .map(check -> "(" + check.expression() + ") is not false")
                        .collect(Collectors.joining(" and "))
                + " order by " + String.join(" + ", numbers) + " limit " + MAX_SOLUTIONS;
    }

    /** The candidates of one column, numbered from one; the server's own value is number zero. */
    private String list(int position) {
        CheckCandidates of = candidates.get(position);
        List<String> rows = new ArrayList<>();
        if (of.serverFirst()) {
            rows.add("(0, cast((" + of.column().defaultValue() + ") as "
                    + of.column().baseType() + "))");
        }
        for (int number = 1; number <= of.values().size(); number++) {
            rows.add("(" + number + ", cast(? as " + of.column().baseType() + "))");
            parameters.add(of.values().get(number - 1));
        }
        return "(values " + String.join(", ", rows) + ") as l" + position + " (" + number(position) + ", "
                + of.column().sqlName() + ")";
    }

    private Map<String, @Nullable String> solution(List<@Nullable String> row) {
        Map<String, @Nullable String> solution = new LinkedHashMap<>();
        for (int position = 0; position < candidates.size(); position++) {
            int number = Integer.parseInt(String.valueOf(row.get(position)));
            CheckCandidates of = candidates.get(position);
            if (number > 0) {
                solution.put(of.column().name(), of.values().get(number - 1));
            }
        }
        return solution;
    }

    /** Not the name of a column of the table, one may hope. */
    private static String number(int position) {
        return SqlName.quote("tenant_rls #" + position);
    }
}
