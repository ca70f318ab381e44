// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Takes what the server answers to one statement and says it as psql would, except for the lines that point at a place
 * in the statement. Goes below JDBC, which does not hand out command tags.
 */
final class PsqlOutput extends ResultHandlerBase {

    private static final Set<Integer> NUMERIC =
            Set.of(Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.OID);

    private final List<String> lines = new ArrayList<>();
    private final UnaryOperator<String> names;
    private boolean rowsShown;

    /**
     * Starts with nothing.
     *
     * @param names replaces what the server calls by other names than the page does
     */
    PsqlOutput(UnaryOperator<String> names) {
        this.names = names;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
        rowsShown = true;
        lines.addAll(new PsqlTable(
                        Arrays.stream(fields).map(Field::getColumnLabel).toList(),
                        Arrays.stream(fields)
                                .map(field -> NUMERIC.contains(field.getOID()))
                                .toList(),
                        tuples.stream().map(this::values).toList())
                .lines());
    }

    private List<String> values(Tuple tuple) {
        return IntStream.range(0, tuple.fieldCount())
                .mapToObj(tuple::get)
                .map(value -> value == null ? "" : names.apply(new String(value, StandardCharsets.UTF_8)))
                .toList();
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        if (!rowsShown || status.matches("(INSERT|UPDATE|DELETE|MERGE) .*")) {
            lines.add(status);
        }
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        show(((PSQLWarning) warning).getServerErrorMessage(), false);
    }

    @Override
    public void handleError(SQLException error) {
        ServerErrorMessage message =
                error instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
        if (message == null) {
            super.handleError(error);
        } else {
            show(message, true);
        }
    }

    private void show(ServerErrorMessage message, boolean context) {
        lines.add(message.getSeverity() + ":  " + names.apply(String.valueOf(message.getMessage())));
        add("DETAIL", message.getDetail());
        add("HINT", message.getHint());
        if (context) {
            add("CONTEXT", message.getWhere());
        }
    }

    private void add(String label, @Nullable String text) {
        if (text != null) {
            lines.addAll(names.apply(label + ":  " + text).lines().toList());
        }
    }
}
