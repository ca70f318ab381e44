// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.TenantRlsException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has PostgreSQL plan a statement, within the transaction of a connection. Not thread-safe. */
final class PlanReader {

    private static final String TEXT = "verbose, settings";
    private static final String JSON = TEXT + ", format json";

    /** What a statement with parameters is called; each session has its own. */
    private static final String PREPARED = "tenant_rls_explain";

    /** The server that made the JSON reads it, too. */
    private static final String SCANS = """
            select node ->> 'Schema', node ->> 'Relation Name', node ->> 'Alias', coalesce(node ->> 'Filter', ''),
              array(select unnest(array[leaf ->> 'Index Name', coalesce(leaf ->> 'Index Cond', '')])
                from jsonb_path_query(node,
                  case when node ->> 'Node Type' = 'Bitmap Heap Scan' then 'strict $.**' else 'strict $' end::jsonpath) as leaf
                where jsonb_typeof(leaf) = 'object' and leaf ->> 'Index Name' is not null)
            from jsonb_path_query(?::jsonb, 'strict $.**') as node
            where jsonb_typeof(node) = 'object' and node ->> 'Relation Name' is not null
              and node ->> 'Node Type' <> 'ModifyTable'""";

    private final Connection connection;
    private final ExplainOptions options;

    PlanReader(Connection connection, ExplainOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /** The plan; run too, where the options say so. */
    Plan read(StatementText statement) throws SQLException {
        boolean generic = !statement.parameters().isEmpty() && options.values().isEmpty();
        if (generic && options.analyze()) {
            throw new TenantRlsException(
                    "The statement has parameters without values, so it cannot be run; give values,"
                            + " or have it explained without running it");
        }
        return generic ? generic(statement) : read(statement, options.analyze() ? ", analyze, buffers" : "");
    }

    private Plan read(StatementText statement, String run) throws SQLException {
        String json = explain(statement, JSON);
        return new Plan(explain(statement, TEXT + run), scans(json));
    }

    /** The plan that is made for all values; what values are given then makes no difference. */
    private Plan generic(StatementText statement) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            execute("set local plan_cache_mode = force_generic_plan");
            execute("prepare " + PREPARED + " as " + statement.generic());
            long count = statement.parameters().stream().distinct().count();
            String nulls = Stream.generate(() -> "null").limit(count).collect(Collectors.joining(", "));
            StatementText run = StatementText.parse("execute " + PREPARED + "(" + nulls + ")");
            Plan plan = read(run, "");
            execute("deallocate " + PREPARED);
            return plan;
        } catch (SQLException e) {
            connection.rollback(before);
            if (!value("select 1 from pg_catalog.pg_prepared_statements where name = ?", PREPARED)
                    .isEmpty()) {
                execute("deallocate " + PREPARED); // no rollback undoes that
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private String explain(StatementText statement, String how) throws SQLException {
        List<String> parameters = statement.parameters();
        if (parameters.isEmpty()) {
            try (Statement explain = connection.createStatement()) {
                explain.setEscapeProcessing(false);
                return lines(explain.executeQuery("explain (" + how + ") " + statement.generic()));
            }
        }
        try (PreparedStatement explain = connection.prepareStatement("explain (" + how + ") " + statement.forJdbc())) {
            for (int position = 1; position <= parameters.size(); position++) {
                explain.setObject(position, given(parameters.get(position - 1)), Types.OTHER);
            }
            return lines(explain.executeQuery());
        }
    }

    private String given(String parameter) {
        String value = options.values().get(parameter);
        if (value == null) {
            throw new TenantRlsException(
                    "Some parameters of the statement have values and others have none; give all of"
                            + " them values, or none");
        }
        return value;
    }

    private List<Scan> scans(String json) throws SQLException {
        List<Scan> scans = new ArrayList<>();
        try (PreparedStatement read = connection.prepareStatement(SCANS)) {
            read.setString(1, json);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    scans.add(new Scan(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            pairs(row.getArray(5)),
                            row.getString(4)));
                }
            }
        }
        return scans;
    }

    /** The only value of a query, as text; null becomes a text too. */
    String value(String sql, @Nullable String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int position = 1; position <= parameters.length; position++) {
                query.setString(position, parameters[position - 1]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    private static Map<String, String> pairs(Array array) throws SQLException {
        String[] texts = (String[]) array.getArray();
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i += 2) {
            pairs.merge(texts[i], texts[i + 1], (one, other) -> one + " AND " + other);
        }
        return pairs;
    }

    private static String lines(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return String.join("\n", lines);
    }
}
