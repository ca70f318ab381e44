// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is given as a stream arrives whole, in whatever way the statement is executed after all: it is read once. */
@ExtendWith(DatabaseExtension.class)
class StreamParametersIT {

    private static final String TEXT = "hello ".repeat(1000);

    private static Database database;

    private Connection physical;
    private Connection session;

    @FunctionalInterface
    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    private static final Map<String, Setter> SETTERS = Map.of(
            "text by setCharacterStream", s -> s.setCharacterStream(1, new StringReader(TEXT)),
            "text by setCharacterStream with length",
                    s -> s.setCharacterStream(1, new StringReader(TEXT), TEXT.length()),
            "text by setAsciiStream", s -> s.setAsciiStream(1, bytes(), TEXT.length()),
            "bytea by setBinaryStream", s -> s.setBinaryStream(1, bytes(), TEXT.length()),
            "bytea by setBinaryStream without length", s -> s.setBinaryStream(1, bytes()),
            "oid by setBlob", s -> s.setBlob(1, bytes(), (long) TEXT.length()));

    private enum Use {
        EXECUTED {
            @Override
            void insert(Connection connection, PreparedStatement insert, Setter setter) throws SQLException {
                setter.set(insert);
                insert.executeUpdate();
            }
        },
        BATCHED {
            @Override
            void insert(Connection connection, PreparedStatement insert, Setter setter) throws SQLException {
                setter.set(insert);
                insert.addBatch();
                insert.executeBatch();
            }
        },
        UNWRAPPED {
            @Override
            void insert(Connection connection, PreparedStatement insert, Setter setter) throws SQLException {
                setter.set(insert);
                ((PreparedStatement) insert.unwrap(org.postgresql.PGStatement.class)).executeUpdate();
            }
        };

        abstract void insert(Connection connection, PreparedStatement insert, Setter setter) throws SQLException;
    }

    @BeforeAll
    static void create() {
        TestSchema.of(database).table("document", "text text, bytea bytea, oid oid");
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        session = Bound.to(Tenants.A, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    static Stream<Arguments> cases() {
        return SETTERS.keySet().stream()
                .flatMap(setter -> Stream.of(Use.values()).map(use -> Arguments.of(setter, use)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void as_the_first_statement_of_a_transaction(String setter, Use use) throws SQLException {
        session.setAutoCommit(false);
        insert(setter, use, false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void prepared_in_auto_commit_and_executed_in_a_transaction(String setter, Use use) throws SQLException {
        insert(setter, use, true);
    }

    private void insert(String setter, Use use, boolean beginsAfterwards) throws SQLException {
        String column = setter.split(" ")[0];
        try (PreparedStatement insert = session.prepareStatement("insert into document (" + column + ") values (?)")) {
            if (beginsAfterwards) {
                session.setAutoCommit(false);
            }
            use.insert(session, insert, SETTERS.get(setter));
        }
        String read = switch (column) {
            case "text" -> "text";
            case "bytea" -> "convert_from(bytea, 'UTF8')";
            default -> "convert_from(lo_get(oid), 'UTF8')";
        };
        try (PreparedStatement select =
                session.prepareStatement("select " + read + " from document where tenant_id = '" + Tenants.A + "'")) {
            assertThat(Bound.read(select.executeQuery())).containsExactly(TEXT);
        }
        assertThat(countOfLargeObjects()).isEqualTo(column.equals("oid") ? 1 : 0);
        session.rollback();
    }

    private int countOfLargeObjects() throws SQLException {
        try (PreparedStatement count = session.prepareStatement(
                "select count(*) from pg_largeobject_metadata where lomowner = 'app'::regrole")) {
            return Integer.parseInt(Bound.read(count.executeQuery()).get(0));
        }
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.US_ASCII));
    }
}
