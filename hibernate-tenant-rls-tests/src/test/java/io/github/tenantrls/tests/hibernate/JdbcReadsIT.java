// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static io.github.tenantrls.tests.hibernate.Way.changes;
import static io.github.tenantrls.tests.hibernate.Way.reads;

import jakarta.persistence.ParameterMode;
import java.io.IOException;
import java.io.StringWriter;
import java.sql.CallableStatement;
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

/** Reads by raw JDBC on the session's connection; in most, the statement is the first of the transaction. */
class JdbcReadsIT extends WaysContract {

    private static final String NAMES = "select name from project";

    @Override
    List<Way> ways() {
        return all();
    }

    static List<Way> all() {
        return Stream.of(queries(), calls()).flatMap(List::stream).toList();
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

    static List<String> names(ResultSet rows) throws SQLException {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
            names.add(rows.getString(1));
        }
        return names;
    }

    /** Work on the session's connection. */
    static <T> Function<Session, T> jdbc(ReturningWork<T> work) {
        return session -> session.doReturningWork(work);
    }
}
