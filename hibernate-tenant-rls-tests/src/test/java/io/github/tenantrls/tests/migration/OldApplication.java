// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * An application that knows nothing of tenants and writes all the time, by several threads and plain JDBC. Its rows say whose
 * they are, each ticket in {@code owner}, and each note in a copy of its ticket's. It counts what it has committed.
 */
final class OldApplication implements AutoCloseable {

    static final int OWNERS = 6;

    /** For how many tenants, whose tables are {@code ticket} and {@code note}. */
    static final String[] TABLES = {
        "create table ticket (id bigint generated always as identity primary key, owner text not null, n int not null,"
                + " subject text not null)",
        "create table note (id bigint generated always as identity primary key, ticket_id bigint not null references ticket,"
                + " owner text not null, n int not null, note text not null)",
        "create index note_ticket on note (ticket_id)"
    };

    final AtomicLong tickets = new AtomicLong();
    final AtomicLong notes = new AtomicLong();
    final AtomicLong ticketUpdates = new AtomicLong();
    final AtomicLong noteUpdates = new AtomicLong();
    final AtomicLong statements = new AtomicLong();

    private final Database database;
    private final long rows;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;
    private long longest;
    private String longestStatement = "";

    OldApplication(Database database, long rows, int workers) {
        this.database = database;
        this.rows = rows;
        IntStream.range(0, workers)
                .forEach(number -> threads.add(new Thread(() -> work(number), "application " + number)));
        threads.forEach(Thread::start);
    }

    /** Makes the rows that are there before, a tenth as many notes as tickets. */
    static void create(Database database, long rows) {
        database.sql(Role.OWNER, TABLES);
        database.sql(
                Role.OWNER,
                "insert into ticket (owner, n, subject) select 't' || i % " + OWNERS + ", 0, 'subject of ' || i"
                        + " from generate_series(1, " + rows + ") i",
                "insert into note (ticket_id, owner, n, note) select i, 't' || i % " + OWNERS + ", 0, 'note'"
                        + " from generate_series(1, " + rows + ", 10) i",
                "analyze ticket",
                "analyze note");
    }

    private void work(int number) {
        Random random = new Random(number);
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("set application_name = 'old application'");
            connection.setAutoCommit(false);
            while (!ended) {
                task(connection, statement, random);
                Thread.sleep(2);
            }
        } catch (SQLException | InterruptedException | RuntimeException e) {
            failures.add(e);
        }
    }

    /** A transaction of one or several statements. Tickets are locked before notes, and one of each at most: no deadlocks. */
    private void task(Connection connection, Statement statement, Random random) throws SQLException {
        String ticket = String.valueOf(1 + random.nextLong(rows));
        String any = "(select id from note where id >= " + (1 + random.nextLong(rows / 10)) + " order by id limit 1)";
        switch (random.nextInt(6)) {
            case 0 -> {
                run(
                        statement,
                        "insert into ticket (owner, n, subject) values ('t" + random.nextInt(OWNERS) + "', 0, 'new')");
                run(
                        statement,
                        "insert into note (ticket_id, owner, n, note) select id, owner, 0, 'first' from ticket where id = (select currval('ticket_id_seq'))");
                commit(connection, tickets, 1, notes, 1);
            }
            case 1 ->
                commit(
                        connection,
                        ticketUpdates,
                        run(statement, "update ticket set n = n + 1 where id = " + ticket),
                        notes,
                        run(
                                statement,
                                "insert into note (ticket_id, owner, n, note) select id, owner, 0, 'further' from ticket where id = "
                                        + ticket));
            case 2 ->
                commit(
                        connection,
                        ticketUpdates,
                        run(statement, "update ticket set n = n + 1, subject = 'changed' where id = " + ticket),
                        noteUpdates,
                        0);
            case 3 ->
                commit(
                        connection,
                        ticketUpdates,
                        0,
                        noteUpdates,
                        run(
                                statement,
                                "update note set n = note.n + 1, ticket_id = t.id, owner = t.owner from ticket t where t.id = "
                                        + ticket + " and note.id = " + any));
            case 4 ->
                commit(
                        connection,
                        ticketUpdates,
                        0,
                        notes,
                        -run(statement, "delete from note where id = " + any + " and n = 0"));
            default ->
                commit(
                        connection,
                        tickets,
                        -run(
                                statement,
                                "delete from ticket where id = " + ticket
                                        + " and n = 0 and not exists (select from note where ticket_id = ticket.id)"),
                        notes,
                        0);
        }
    }

    private static void commit(Connection connection, AtomicLong one, int count, AtomicLong other, int otherCount)
            throws SQLException {
        connection.commit();
        one.addAndGet(count);
        other.addAndGet(otherCount);
    }

    private int run(Statement statement, String sql) throws SQLException {
        long begin = System.nanoTime();
        int count = statement.executeUpdate(sql);
        took(sql, System.nanoTime() - begin);
        return count;
    }

    private synchronized void took(String sql, long nanos) {
        statements.incrementAndGet();
        if (nanos > longest) {
            longest = nanos;
            longestStatement = sql;
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    Queue<Throwable> failures() {
        return failures;
    }

    synchronized Duration longest() {
        return Duration.ofNanos(longest);
    }

    synchronized String longestStatement() {
        return longestStatement;
    }
}
