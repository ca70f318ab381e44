// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.ds.PGSimpleDataSource;

/** A session that runs statements one by one, as psql sends them, and answers with the lines that psql would print. */
final class PsqlSession implements AutoCloseable {

    private static final int FLAGS = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE
            | QueryExecutor.QUERY_SUPPRESS_BEGIN
            | QueryExecutor.QUERY_NO_BINARY_TRANSFER
            | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

    private final PGSimpleDataSource source;
    private final UnaryOperator<String> names;
    private Connection connection;

    /** Logs in; {@code names} replaces names of the server by those of the page in what comes back. */
    PsqlSession(PGSimpleDataSource source, UnaryOperator<String> names) throws SQLException {
        this.source = source;
        this.names = names;
        this.connection = source.getConnection();
    }

    /** Runs one statement, or the command {@code \c}, and returns its output. */
    List<String> run(String sql) throws SQLException {
        if (sql.equals("\\c")) {
            return reconnect();
        }
        QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
        PsqlOutput output = new PsqlOutput(names);
        executor.execute(executor.createSimpleQuery(sql), null, output, 0, 0, FLAGS);
        return output.lines();
    }

    private List<String> reconnect() throws SQLException {
        connection.close();
        connection = source.getConnection();
        return List.of(names.apply("You are now connected to database \"" + source.getDatabaseName() + "\" as user \""
                + source.getUser() + "\"."));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
