// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.JdbcReadsIT.jdbc;
import static io.github.tenantrls.tests.hibernate.JdbcReadsIT.names;
import static io.github.tenantrls.tests.hibernate.Way.attempts;
import static io.github.tenantrls.tests.hibernate.Way.changes;
import static io.github.tenantrls.tests.hibernate.Way.inserts;

import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** Writes by raw JDBC on the session's connection; in each, the statement is the first of the transaction. */
class JdbcWritesIT extends WaysContract {

    private static final String RENAME = "update project set name = name || '!'";
    private static final String NEW_NOTE = "insert into note (id, text) values (1000, 'new')";

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(updates(), newRows(), rowsOfOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> updates() {
        return List.of(
                changes("executeUpdate", jdbc(c -> c.createStatement().executeUpdate(RENAME))),
                changes(
                        "prepared executeUpdate",
                        jdbc(c -> c.prepareStatement(RENAME).executeUpdate())),
                changes(
                        "prepared executeLargeUpdate",
                        jdbc(c -> c.prepareStatement(RENAME).executeLargeUpdate())),
                changes("batch of texts", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.addBatch(RENAME);
                    statement.addBatch("delete from note");
                    return statement.executeBatch();
                })),
                changes("prepared batch", jdbc(c -> {
                    PreparedStatement statement = c.prepareStatement("update note set text = ? where id = ?");
                    for (Long id : Sample.ids()) {
                        statement.setString(1, "x");
                        statement.setLong(2, id);
                        statement.addBatch();
                    }
                    return statement.executeBatch();
                })),
                changes("updatable rows", jdbc(c -> {
                    ResultSet rows = updatable(c);
                    while (rows.next()) {
                        rows.updateString("text", "x");
                        rows.updateRow();
                    }
                    return rows;
                })),
                changes("updatable rows, deleted", jdbc(c -> {
                    ResultSet rows = updatable(c);
                    while (rows.next()) {
                        rows.deleteRow();
                    }
                    return rows;
                })),
                changes(
                        "update with returning",
                        jdbc(c -> names(
                                c.prepareStatement(RENAME + " returning name").executeQuery()))),
                changes(
                        "anonymous block",
                        jdbc(c -> c.createStatement()
                                .execute("do $$ begin update project set name = name || '!'; end $$"))));
    }

    private static List<Way> newRows() {
        return List.of(
                inserts("Statement", 1, jdbc(c -> c.createStatement().executeUpdate(NEW_NOTE))),
                inserts(
                        "PreparedStatement",
                        1,
                        jdbc(c -> c.prepareStatement(NEW_NOTE).executeUpdate())),
                inserts("generated keys of a Statement", 1, jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.executeUpdate("insert into task (title) values ('new')", Statement.RETURN_GENERATED_KEYS);
                    return key(statement);
                })),
                inserts("generated keys of a PreparedStatement", 1, jdbc(c -> {
                    PreparedStatement statement =
                            c.prepareStatement("insert into task (title) values ('new')", new String[] {"id"});
                    statement.executeUpdate();
                    return key(statement);
                })),
                inserts("generated keys of a batch", 2, jdbc(c -> {
                    PreparedStatement statement =
                            c.prepareStatement("insert into task (title) values (?)", Statement.RETURN_GENERATED_KEYS);
                    for (String title : List.of("one", "two")) {
                        statement.setString(1, title);
                        statement.addBatch();
                    }
                    statement.executeBatch();
                    return key(statement);
                })),
                inserts("row of updatable rows", 1, jdbc(c -> {
                    ResultSet rows = updatable(c);
                    rows.moveToInsertRow();
                    rows.updateLong("id", 1000);
                    rows.updateString("text", "new");
                    rows.insertRow();
                    return rows;
                })));
    }

    private static List<Way> rowsOfOthers() {
        return List.of(
                attempts(
                        "update by id",
                        "0",
                        (s, id) -> s.doReturningWork(
                                c -> c.createStatement().executeUpdate(RENAME + " where id = " + id))),
                attempts(
                        "insert for another tenant",
                        "42501",
                        (s, id) -> s.doReturningWork(c -> c.createStatement()
                                .executeUpdate("insert into note (id, text, tenant_id) values (1000, 'x', '"
                                        + Tenants.NOBODY + "')"))),
                attempts(
                        "batch with a row for another tenant",
                        "42501",
                        (s, id) -> s.doReturningWork(c -> {
                            PreparedStatement statement =
                                    c.prepareStatement("insert into note (id, text, tenant_id) values (?, 'x', ?)");
                            statement.setLong(1, 1000);
                            statement.setObject(2, Tenants.NOBODY);
                            statement.addBatch();
                            return statement.executeBatch();
                        })));
    }

    private static ResultSet updatable(Connection connection) throws SQLException {
        return connection
                .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                .executeQuery("select id, text from note");
    }

    private static long key(Statement statement) throws SQLException {
        ResultSet keys = statement.getGeneratedKeys();
        keys.next();
        return keys.getLong(1);
    }
}
