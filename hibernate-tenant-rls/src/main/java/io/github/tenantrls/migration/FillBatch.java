// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;
import static io.github.tenantrls.internal.SqlName.quote;

import io.github.tenantrls.TenantRlsException;
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

    /**
     * Fills a few rows that others have locked, once they let go; a statement of its own sees what they have changed.
     *
     * @throws TenantRlsException if rows can be locked and not be filled
     */
    int fillLocked() throws SQLException {
        int locked = count("select count(*) from (select" + rows + value + " is not null limit " + WAITING
                + " for no key update of t) as locked");
        int filled = fillLeft();
        if (locked > 0 && filled == 0) {
            throw new TenantRlsException("Rows of " + table.sql() + " stay without a tenant though they were updated: a"
                    + " trigger of the table keeps them so; look at select tgname from pg_trigger where tgrelid = "
                    + literal(table.sql()) + "::regclass, mend it, and run it again");
        }
        return filled;
    }

    /** Whether there are rows to fill. */
    boolean isLeft() throws SQLException {
        run.requireWanted();
        try (Statement statement = run.statement();
                ResultSet found = statement.executeQuery("select" + rows + value + " is not null limit 1")) {
            return found.next();
        }
    }

    /** Those count that have a tenant afterwards, whatever triggers have done to them. */
    private int update(String condition) throws SQLException {
        return count("with batch as materialized (select t.ctid as tenant_rls_place, " + value + "::"
                + table.columnType()
                + " as tenant_rls_value" + rows + condition + " limit "
                + run.options().batchSize()
                + " for no key update of t skip locked), filled as (update only " + table.sql() + " as t set " + column
                + " = batch.tenant_rls_value from batch"
                + " where t.ctid = batch.tenant_rls_place and batch.tenant_rls_value is not null"
                + " returning t." + column + " as tenant) select count(tenant) from filled");
    }

    private int count(String sql) throws SQLException {
        run.requireWanted();
        try (Statement statement = run.statement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
