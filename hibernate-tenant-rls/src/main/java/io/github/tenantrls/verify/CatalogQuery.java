// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Asks the catalog about all tables at once, so that the number of queries does not grow with that of the entities. */
final class CatalogQuery {

    /**
     * The tables asked about, by name and tenant column, numbered from one; takes the place of a table in a query.
     *
     * <p>The name is null where it has a schema that the role may not use: {@code to_regclass}, which is null for what
     * is missing, is an error for that. The parts are the same names without quotes.
     */
    static final String WANTED = """
            (select case when pg_catalog.has_schema_privilege(n.oid, 'usage') is not false then t.name end as name,
                    t.tenant_column, t.position, pg_catalog.parse_ident(t.name) as parts
               from rows from (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))
                 with ordinality as t (name, tenant_column, position)
               left join pg_catalog.pg_namespace n
                 on n.nspname = case when pg_catalog.cardinality(pg_catalog.parse_ident(t.name)) > 1
                                     then (pg_catalog.parse_ident(t.name))[pg_catalog.cardinality(
                                            pg_catalog.parse_ident(t.name)) - 1] end
            ) as w""";

    private final Connection connection;
    private final List<TenantTable> tables;

    CatalogQuery(Connection connection, List<TenantTable> tables) {
        this.connection = connection;
        this.tables = tables;
    }

    /** The same about other tables. */
    CatalogQuery about(List<TenantTable> others) {
        return new CatalogQuery(connection, others);
    }

    List<TenantTable> tables() {
        return tables;
    }

    /** The table with a number of {@link #WANTED}. */
    TenantTable table(int position) {
        return tables.get(position - 1);
    }

    /** Reads the rows of a query that has {@link #WANTED} in it once; there are none where there is no table. */
    void ofTables(String query, RowReader reader) throws SQLException {
        if (!tables.isEmpty()) {
            ofAny(query, reader);
        }
    }

    /** As {@link #ofTables}, for a query that has rows where there is no table. */
    void ofAny(String query, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, connection.createArrayOf("text", texts(TenantTable::sqlName)));
            statement.setArray(2, connection.createArrayOf("text", texts(TenantTable::column)));
            read(statement, reader);
        }
    }

    /** Reads a column that is an array of texts without nulls. */
    static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** Reads the rows of a query; its parameters are texts. */
    void forEach(String query, RowReader reader, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int position = 1; position <= parameters.length; position++) {
                statement.setString(position, parameters[position - 1]);
            }
            read(statement, reader);
        }
    }

    private static void read(PreparedStatement statement, RowReader reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private Object[] texts(Function<TenantTable, String> text) {
        return tables.stream().map(text).toArray();
    }

    /** Takes the row that a result stands at. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
