// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.schema.DoBlock;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A block that fills a tenant column by ranges of the primary key, or of places where there is none, and commits after each;
 * so it must run outside of a transaction.
 */
final class BackfillBlock {

    private static final int ROWS = 5_000;
    private static final int PAGES = 100;

    /** Every table that holds rows of it; a partition or child has places of its own. */
    private static final String PARTS = """
            for tenant_rls_part, tenant_rls_pages in
              with recursive part (oid) as (
                select {name}::pg_catalog.regclass::pg_catalog.oid
                union
                select i.inhrelid from part join pg_catalog.pg_inherits i on i.inhparent = part.oid)
              select c.oid::pg_catalog.regclass,
                     pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8
                from part join pg_catalog.pg_class c on c.oid = part.oid where c.relkind = 'r'
            loop
              for tenant_rls_page in 0 .. tenant_rls_pages by {pages} loop
                execute 'update only ' || tenant_rls_part || {update}
                  using pg_catalog.format('(%s,0)', tenant_rls_page)::pg_catalog.tid,
                    pg_catalog.format('(%s,0)', tenant_rls_page + {pages})::pg_catalog.tid;
                commit;
              end loop;
            end loop;""";

    private final BackfillTask task;
    private final String name;
    private final String column;
    private final DoBlock block = new DoBlock("\n");

    private BackfillBlock(BackfillTask task) {
        this.task = task;
        this.name = task.table().sqlName();
        this.column = quote(task.table().column());
    }

    static String of(BackfillTask task) {
        BackfillBlock backfill = new BackfillBlock(task);
        if (task.keys().isEmpty()) {
            backfill.byPlace();
        } else {
            backfill.byKey();
        }
        return backfill.block.sql();
    }

    private void byKey() {
        String keys = keys(this::key);
        String from = keys(number -> variable("from", number));
        String to = keys(number -> variable("to", number));
        block.line("declare");
        for (String which : List.of("from", "to")) {
            for (int number = 0; number < task.keys().size(); number++) {
                block.line(variable(which, number) + " " + name + "." + key(number) + "%type;");
            }
        }
        block.line("begin");
        block.line("select " + keys + " into " + from + " from " + name + " order by " + keys + " limit 1;");
        block.line("while " + variable("from", 0) + " is not null loop");
        block.line("select " + keys + " into " + to + " from " + name + " where (" + keys + ") >= (" + from
                + ") order by " + keys + " offset " + ROWS + " limit 1;");
        block.line("exit when " + variable("to", 0) + " is null;");
        block.line(update() + " and (" + qualified() + ") >= (" + from + ") and (" + qualified() + ") < (" + to + ");");
        block.line("commit;");
        IntStream.range(0, task.keys().size())
                .forEach(number -> block.line(variable("from", number) + " := " + variable("to", number) + ";"));
        block.line("end loop;");
        rest();
    }

    private void byPlace() {
        block.line("declare tenant_rls_part pg_catalog.regclass; tenant_rls_pages pg_catalog.int8; begin");
        String update = update().substring(("update " + name).length()) + " and t.ctid >= $1 and t.ctid < $2";
        Map<String, String> parts =
                Map.of("{name}", literal(name), "{pages}", String.valueOf(PAGES), "{update}", literal(update));
        Pattern.compile("\\{[a-z]+}")
                .matcher(PARTS) // once, since a name may hold any of these
                .replaceAll(found -> Matcher.quoteReplacement(parts.getOrDefault(found.group(), found.group())))
                .lines()
                .forEach(block::line);
        rest();
    }

    /** The last range, and what was moved behind meanwhile. */
    private void rest() {
        block.line(update() + ";");
        block.line("commit;");
        block.line("end;");
    }

    private String update() {
        return "update " + name + " as t set " + column + " = " + task.value() + " where t." + column + " is null";
    }

    private String keys(IntFunction<String> each) {
        return IntStream.range(0, task.keys().size()).mapToObj(each).collect(Collectors.joining(", "));
    }

    private String qualified() {
        return keys(number -> "t." + key(number));
    }

    private String key(int number) {
        return quote(task.keys().get(number));
    }

    /** No name that a column would have. */
    private static String variable(String which, int number) {
        return "tenant_rls_" + which + "_" + number;
    }
}
