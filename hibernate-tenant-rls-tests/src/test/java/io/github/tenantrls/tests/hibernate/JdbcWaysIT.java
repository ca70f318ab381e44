// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.attempts;
import static io.github.tenantrls.tests.hibernate.Way.changes;
import static io.github.tenantrls.tests.hibernate.Way.inserts;
import static io.github.tenantrls.tests.hibernate.Way.reads;

import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.ParameterMode;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.jdbc.ReturningWork;
import org.postgresql.PGConnection;

/** Raw JDBC on the session's connection; in each way, its statement is the first of the transaction. */
class JdbcWaysIT extends WaysContract {

    private static final String NAMES = "select name from project";
    private static final String RENAME = "update project set name = name || '!'";
    private static final String NEW_NOTE = "insert into note (id, text) values (1000, 'new')";

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(queries(), calls(), updates(), newRows(), rowsOfOthers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Way> queries() {
        return List.of(
                reads("Statement", jdbc(c -> names(c.createStatement().executeQuery(NAMES)))),
                reads("Statement with a cursor", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.setFetchSize(1);
                    return names(statement.executeQuery(NAMES));
                })),
                reads("Statement of several commands", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.execute("select 1; " + NAMES);
                    statement.getMoreResults();
                    return names(statement.getResultSet());
                })),
                reads(
                        "PreparedStatement",
                        jdbc(c -> names(c.prepareStatement(NAMES).executeQuery()))),
                reads("PreparedStatement, executed again", jdbc(c -> {
                    PreparedStatement statement = c.prepareStatement(NAMES + " where id > ?");
                    statement.setLong(1, 0);
                    names(statement.executeQuery());
                    statement.setInt(1, 1);
                    return names(statement.executeQuery());
                })),
                reads("PreparedStatement, kept over a commit", jdbc(c -> {
                    PreparedStatement statement = c.prepareStatement(NAMES);
                    names(statement.executeQuery());
                    c.commit();
                    return names(statement.executeQuery());
                })),
                reads("PreparedStatement, prepared bound, kept over a commit", jdbc(c -> {
                    names(c.createStatement().executeQuery(NAMES));
                    PreparedStatement statement = c.prepareStatement(NAMES);
                    c.commit();
                    return names(statement.executeQuery());
                })),
                reads("two PreparedStatements before either runs", jdbc(c -> {
                    PreparedStatement first = c.prepareStatement("select 1");
                    PreparedStatement second = c.prepareStatement(NAMES);
                    first.execute();
                    return names(second.executeQuery());
                })),
                reads("PreparedStatement with a cursor", jdbc(c -> {
                    PreparedStatement statement = c.prepareStatement(NAMES);
                    statement.setFetchSize(1);
                    return names(statement.executeQuery());
                })),
                reads("scrollable rows", jdbc(c -> {
                    ResultSet rows = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                            .executeQuery(NAMES);
                    rows.last();
                    rows.beforeFirst();
                    return names(rows);
                })),
                reads(
                        "scrollable rows of a PreparedStatement",
                        jdbc(c -> names(
                                c.prepareStatement(NAMES, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                                        .executeQuery()))),
                reads("a cursor declared in SQL", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.execute("declare own cursor for " + NAMES);
                    return names(statement.executeQuery("fetch all from own"));
                })),
                reads("server-side PREPARE", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.execute("prepare own as " + NAMES);
                    List<String> names = names(statement.executeQuery("execute own"));
                    statement.execute("deallocate own");
                    return names;
                })),
                reads("COPY TO", jdbc(c -> {
                    StringWriter copied = new StringWriter();
                    try {
                        c.unwrap(PGConnection.class).getCopyAPI().copyOut("copy project (name) to stdout", copied);
                    } catch (IOException e) {
                        throw new SQLException(e);
                    }
                    return copied.toString().lines().toList();
                })),
                reads("after SET TRANSACTION ISOLATION LEVEL", jdbc(c -> {
                    Statement statement = c.createStatement();
                    statement.execute("set transaction isolation level serializable");
                    List<String> names = names(statement.executeQuery(NAMES));
                    ResultSet level = statement.executeQuery("show transaction_isolation");
                    level.next();
                    return level.getString(1).equals("serializable") ? names : List.of(level.getString(1));
                })),
                reads("after a rollback to a savepoint", jdbc(c -> {
                    var savepoint = c.setSavepoint();
                    names(c.createStatement().executeQuery(NAMES));
                    c.rollback(savepoint);
                    return names(c.prepareStatement(NAMES).executeQuery());
                })));
    }

    private static List<Way> calls() {
        return List.of(
                reads("CallableStatement of a function", jdbc(c -> {
                    CallableStatement call = c.prepareCall("{? = call joined_project_names()}");
                    call.registerOutParameter(1, Types.VARCHAR);
                    call.execute();
                    return List.of(call.getString(1).split(","));
                })),
                reads("CallableStatement of a function that returns a cursor", jdbc(c -> {
                    CallableStatement call = c.prepareCall("{? = call project_cursor()}");
                    call.registerOutParameter(1, Types.REF_CURSOR);
                    call.execute();
                    return names((ResultSet) call.getObject(1));
                })),
                reads("cursor as a value of a row", jdbc(c -> {
                    ResultSet row =
                            c.prepareStatement("select project_cursor()").executeQuery();
                    row.next();
                    return names((ResultSet) row.getObject(1));
                })),
                changes("CallableStatement of a procedure", jdbc(c -> {
                    CallableStatement call = c.prepareCall("call rename_projects(?, ?)");
                    call.setString(1, "!");
                    call.setNull(2, Types.VARCHAR);
                    return call.execute();
                })),
                reads(
                        "stored function by name",
                        s -> List.of(s.createNamedStoredProcedureQuery("Project.joined")
                                .getSingleResult()
                                .toString()
                                .split(","))),
                reads("stored procedure by name, its output", s -> {
                    var call = s.createNamedStoredProcedureQuery("Project.rename");
                    call.setParameter("suffix", "").setParameter("names", "").execute();
                    return List.of(
                            call.getOutputParameterValue("names").toString().split(","));
                }),
                reads("stored function that returns a cursor", s -> {
                    var call = s.createStoredProcedureCall("project_cursor", String.class);
                    call.markAsFunctionCall(Types.REF_CURSOR);
                    call.registerParameter(1, String.class, ParameterMode.REF_CURSOR);
                    return ((List<?>) call.getResultList())
                            .stream().map(String::valueOf).toList();
                }));
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

    static List<String> names(ResultSet rows) throws SQLException {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
            names.add(rows.getString(1));
        }
        return names;
    }

    private static <T> Function<Session, T> jdbc(ReturningWork<T> work) {
        return session -> session.doReturningWork(work);
    }
}
