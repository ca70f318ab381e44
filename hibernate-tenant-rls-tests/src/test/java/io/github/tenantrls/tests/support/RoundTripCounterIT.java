// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.examples.quickstart.RoundTripCounter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
class RoundTripCounterIT {

    private final RoundTripCounter counter;
    private final Database database;
    private Connection connection;

    RoundTripCounterIT(Database database) throws SQLException {
        this.database = database;
        this.counter = database.roundTrips();
        this.connection = database.proxiedDataSource(Role.APP).getConnection();
    }

    @BeforeEach
    void count_from_zero() {
        counter.latency(Duration.ZERO);
        counter.reset();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void a_statement_in_auto_commit_is_one() throws SQLException {
        execute("select 1");
        assertThat(counter.count()).isEqualTo(1);
    }

    @Test
    void a_transaction_of_one_statement_is_two() throws SQLException {
        connection.setAutoCommit(false);
        execute("select 1");
        connection.commit();
        assertThat(counter.count()).isEqualTo(2);
    }

    @Test
    void a_separate_binding_makes_it_three() throws SQLException {
        connection.setAutoCommit(false);
        execute("select set_config('app.current_tenant', 'a', true)");
        execute("select 1");
        connection.commit();
        assertThat(counter.count()).isEqualTo(3);
    }

    @Test
    void an_empty_transaction_is_none() throws SQLException {
        connection.setAutoCommit(false);
        connection.commit();
        assertThat(counter.count()).isZero();
    }

    @Test
    void an_answer_of_many_segments_is_one() throws SQLException {
        execute("select repeat('x', 1000) from generate_series(1, 10000)");
        assertThat(counter.count()).isEqualTo(1);
    }

    @Test
    void a_request_of_many_segments_is_one() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select length(?)")) {
            statement.setString(1, "x".repeat(1_000_000));
            statement.executeQuery().close();
        }
        assertThat(counter.count()).isEqualTo(1);
    }

    @Test
    void closing_a_connection_is_none() throws SQLException {
        connection.close();
        assertThat(counter.count()).isZero();
    }

    @Test
    void all_connections_are_counted() throws SQLException {
        try (Connection second = database.proxiedDataSource(Role.APP).getConnection();
                Statement statement = second.createStatement()) {
            counter.reset();
            statement.execute("select 1");
            execute("select 1");
        }
        assertThat(counter.count()).isEqualTo(2);
    }

    @Test
    void latency_is_added_to_each_round_trip() throws SQLException {
        counter.latency(Duration.ofMillis(50));
        long start = System.nanoTime();
        execute("select 1");
        execute("select 1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void no_thread_is_left() throws Exception {
        RoundTripCounter another = new RoundTripCounter(
                database.dataSource(Role.APP).getServerNames()[0],
                database.dataSource(Role.APP).getPortNumbers()[0]);
        Thread[] before = proxyThreads();
        Connection open = TestServer.dataSource(another.url(database.name()), "app", "app")
                .getConnection();
        assertThat(proxyThreads()).hasSizeGreaterThan(before.length);
        another.close();
        assertThat(proxyThreads()).hasSize(before.length - 1); // its acceptor is gone too
        open.close();
    }

    private static Thread[] proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("round-trip-counter"))
                .toArray(Thread[]::new);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
