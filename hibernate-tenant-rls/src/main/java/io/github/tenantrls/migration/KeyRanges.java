// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts of a table by its primary key, each of as many rows as a batch has. Not thread-safe. */
final class KeyRanges implements FillRanges {

    private final MigrationRun run;
    private final FilledTable table;
    private final String keys;
    private boolean ended;

    /** The last key of the part before, in SQL; empty before the first one. */
    private String last = "";

    KeyRanges(MigrationRun run, FilledTable table) {
        this.run = run;
        this.table = table;
        this.keys = table.keys().stream().map(key -> "t." + key).collect(Collectors.joining(", "));
    }

    @Override
    public @Nullable FillRange next() throws SQLException {
        if (ended) {
            return null;
        }
        String after = last.isEmpty() ? "true" : "(" + keys + ") > (" + last + ")";
        last = end(after);
        ended = last.isEmpty();
        return new FillRange(ended ? after : after + " and (" + keys + ") <= (" + last + ")", !ended);
    }

    /** The key in whose row a part ends that begins there; empty if the table ends before. */
    private String end(String after) throws SQLException {
        String texts = table.keys().stream().map(key -> "t." + key + "::text").collect(Collectors.joining(", "));
        String sql = "select " + texts + " from only " + table.sql() + " as t where " + after + " order by " + keys
                + " offset " + (run.options().batchSize() - 1) + " limit 1";
        run.requireWanted();
        try (Statement statement = run.statement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? values(rows) : "";
        }
    }

    private String values(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < table.keys().size(); i++) {
            values.add(literal(row.getString(i + 1)) + "::" + table.types().get(i));
        }
        return String.join(", ", values);
    }
}
