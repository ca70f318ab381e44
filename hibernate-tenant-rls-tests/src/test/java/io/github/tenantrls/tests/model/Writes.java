// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows of the tenant are written, and no other. */
final class Writes {

    private Writes() {}

    static void insert(World world, Session session, int choice) throws SQLException {
        UUID tenant = session.tenant;
        String name = world.newName(tenant);
        if (tenant == null) {
            Attempt.failing(world, session, "42501", () -> insert(session, choice, name));
            return;
        }
        List<Item> before = session.lane.rows;
        session.lane.rows = Stream.concat(before.stream(), Stream.of(new Item(tenant, name)))
                .toList();
        if (!Attempt.bound(world, session, () -> insert(session, choice, name))) {
            session.lane.rows = before;
        }
    }

    private static void insert(Session session, int choice, String name) throws SQLException {
        Connection connection = session.connection;
        String values = " values ('" + name + "', " + session.lane.number + ")";
        switch (choice % 5) {
            case 0 -> prepared(connection, "insert into item (name, lane)" + values, 1);
            case 1 -> text(connection, "insert into item (name, lane)" + values, 1);
            case 2 -> generatingKeys(connection, "insert into item (name, lane)" + values);
            case 3 -> batch(connection, "insert into item (name, lane)" + values, 1);
            default -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("insert into item (name, lane)" + values + " returning name")) {
                    ResultSet row = statement.executeQuery();
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(name);
                }
            }
        }
    }

    static void update(World world, Session session, int choice) throws SQLException {
        List<Item> updated = new ArrayList<>(session.lane.rows);
        updated.replaceAll(item -> item.tenant().equals(session.tenant) ? item.updated() : item);
        write(
                world,
                session,
                choice,
                "update item set name = name || '.' where lane = " + session.lane.number,
                updated);
    }

    static void delete(World world, Session session, int choice) throws SQLException {
        List<Item> left = session.lane.rows.stream()
                .filter(item -> !item.tenant().equals(session.tenant))
                .toList();
        write(world, session, choice, "delete from item where lane = " + session.lane.number, left);
    }

    private static void write(World world, Session session, int choice, String sql, List<Item> after)
            throws SQLException {
        Lane lane = session.lane;
        int count = (int) lane.rows.stream()
                .filter(item -> item.tenant().equals(session.tenant))
                .count();
        List<Item> before = lane.rows;
        lane.rows = after;
        if (!Attempt.bound(world, session, () -> write(session.connection, choice, sql, count))) {
            lane.rows = before;
        }
    }

    private static void write(Connection connection, int choice, String sql, int count) throws SQLException {
        switch (choice % 3) {
            case 0 -> prepared(connection, sql, count);
            case 1 -> text(connection, sql, count);
            default -> batch(connection, sql, count);
        }
    }

    /** A row for a tenant that the session does not work for. */
    static void forge(World world, Session session, int choice) throws SQLException {
        UUID other = Stream.of(Tenants.A, Tenants.B, Tenants.NOBODY)
                .filter(tenant -> !tenant.equals(session.tenant))
                .toList()
                .get(choice % 2);
        String sql = "insert into item (name, tenant_id, lane) values ('forged', '" + other + "', "
                + session.lane.number + ")";
        Attempt.failing(world, session, "42501", () -> insertForged(session.connection, choice, sql));
    }

    private static void insertForged(Connection connection, int choice, String sql) throws SQLException {
        if (choice % 2 == 0) {
            prepared(connection, sql, 1);
        } else {
            text(connection, sql, 1);
        }
    }

    static void fail(World world, Session session, int choice) throws SQLException {
        String sql = choice % 4 < 2 ? "select 1 / 0" : "insert into item (id, name, lane) values (0, 'twice', 9)";
        String sqlState = choice % 4 < 2 ? "22012" : session.tenant == null ? "42501" : "23505";
        Attempt.failing(world, session, sqlState, () -> {
            try (Statement statement =
                    choice % 2 == 0 ? session.connection.prepareStatement(sql) : session.connection.createStatement()) {
                if (choice % 2 == 0) {
                    ((PreparedStatement) statement).execute();
                } else {
                    statement.execute(sql);
                }
            }
        });
    }

    private static void prepared(Connection connection, String sql, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.executeUpdate()).isEqualTo(count);
        }
    }

    private static void text(Connection connection, String sql, int count) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(count);
        }
    }

    private static void batch(Connection connection, String sql, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(count);
        }
    }

    private static void generatingKeys(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
            assertThat(statement.getGeneratedKeys().next()).isTrue();
        }
    }
}
