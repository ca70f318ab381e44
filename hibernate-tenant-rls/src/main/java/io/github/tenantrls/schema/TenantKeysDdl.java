// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import static io.github.tenantrls.internal.SqlName.literal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that keep a row of one tenant from referring to a row of another, and the indexes that have to wait for
 * them. For tables that have their tenant columns already. Immutable.
 */
public final class TenantKeysDdl {

    private static final String INDEXES = """
            select pg_catalog.format('create index on %s (%s)', name, tenant) from tenant_table
             where not exists (
               select from pg_catalog.pg_index i
                where i.indrelid = oid and i.indkey[0] = attnum and i.indisvalid and i.indpred is null)""";

    private final String query;

    /**
     * Creates the statements.
     *
     * @param tables all tables of the tenant-scoped entities, at least one
     */
    public TenantKeysDdl(List<TenantTable> tables) {
        String rows = IntStream.range(0, tables.size())
                .mapToObj(number -> row(tables.get(number), number + 1))
                .collect(Collectors.joining(", "));
        this.query = TenantKeys.query("(values " + rows + ") as w (name, tenant_column, position)");
    }

    private static String row(TenantTable table, int position) {
        return "(" + literal(table.sqlName()) + ", " + literal(table.column()) + ", " + position + ")";
    }

    /**
     * Makes each foreign key between the tables compare the tenant too, under its old name, and before it the unique
     * index that it needs; done wholly or not at all.
     *
     * <p>A key that could not keep its actions that way is left as it is. Changes nothing, and raises no notice, if all
     * keys compare the tenant.
     *
     * @param lineBreak what to put between the lines of the statement, a line break or a space
     * @return one statement
     */
    public String composeKeys(String lineBreak) {
        return block(
                lineBreak,
                "select distinct index_step from step where index_step is not null",
                "select key_step from step where key_step is not null");
    }

    /**
     * Creates an index that serves the policy wherever there is none, so after {@link #composeKeys}: the unique index of
     * a key serves it too.
     *
     * @param lineBreak what to put between the lines of the statement, a line break or a space
     * @return one statement
     */
    public String createIndexes(String lineBreak) {
        return block(lineBreak, INDEXES);
    }

    /** Runs the statements that each of the queries comes to; sorted, so that all are there before the first runs. */
    private String block(String lineBreak, String... steps) {
        DoBlock block = new DoBlock(lineBreak);
        block.line("declare statement pg_catalog.text; begin");
        for (String step : steps) {
            block.line("for statement in");
            query.lines().forEach(block::line);
            step.lines().forEach(block::line);
            block.line("order by 1 loop execute statement; end loop;");
        }
        block.line("end;");
        return block.sql();
    }
}
