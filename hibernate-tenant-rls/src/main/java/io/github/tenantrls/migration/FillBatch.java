// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.quote;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The statements that fill one table, a batch of its rows in each transaction. They have no parameters: what tells the tenant
 * is somebody's own SQL, with question marks of its own.
 */
final class FillBatch {

    /** So many rows are kept locked at most while others are waited for. */
    private static final int WAITING = 100;

    /** By the index of the key or the place of the row, whatever the statistics say of a table that is being rewritten. */
    private static final String BY_PLACE = "set local enable_hashjoin = off; set local enable_mergejoin = off";

    private static final String BY_INDEX = BY_PLACE + "; set local enable_seqscan = off";

    private final MigrationRun run;
    private final FilledTable table;
    private final String column;
    private final String value;
    private final String rows;

    FillBatch(MigrationRun run, FilledTable table, BackfillTask task) {
        this.run = run;
        this.table = table;
        this.column = quote(task.table().column());
        this.value = "(" + task.value() + "\n)";
        this.rows = " from only " + table.sql() + " as t where t." + column + " is null and ";
    }

    /** Fills rows of a part that nobody else has locked, and says how many. */
    int fill(FillRange range) throws SQLException {
        run.execute(BY_INDEX);
        return update(range.condition());
    }

    /** Fills rows that have been left out, wherever they are. */
    int fillLeft() throws SQLException {
        run.execute(BY_PLACE);
        return update(value + " is not null");
    }

    /** Fills a few rows that others have locked, once they let go; a statement of its own sees what they have changed. */
    int fillLocked() throws SQLException {
        run.execute("select" + rows + value + " is not null limit " + WAITING + " for no key update of t");
        return fillLeft();
    }

    /** Whether there are rows to fill. */
    boolean isLeft() throws SQLException {
        run.requireWanted();
        try (Statement statement = run.statement();
                ResultSet found = statement.executeQuery("select" + rows + value + " is not null limit 1")) {
            return found.next();
        }
    }

    private int update(String condition) throws SQLException {
        run.requireWanted();
        try (Statement statement = run.statement()) {
            return statement.executeUpdate("with batch as materialized (select t.ctid as tenant_rls_place, " + value
                    + "::"
                    + table.columnType() + " as tenant_rls_value" + rows + condition + " limit "
                    + run.options().batchSize() + " for no key update of t skip locked) update only " + table.sql()
                    + " as t set " + column + " = batch.tenant_rls_value from batch"
                    + " where t.ctid = batch.tenant_rls_place and batch.tenant_rls_value is not null");
        }
    }
}
