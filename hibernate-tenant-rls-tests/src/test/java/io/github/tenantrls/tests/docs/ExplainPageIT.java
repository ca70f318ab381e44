// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of words in docs/explain.md. */
@ExtendWith(DatabaseExtension.class)
class ExplainPageIT {

    private static final String SEARCH =
            "select n.id from note_word w join note n on n.id = w.note_id where w.word = ? order by n.id";

    private final Database database;
    private final RlsDataSource source;

    ExplainPageIT(Database database) {
        this.database = database;
        this.source = RlsDataSource.of(database.dataSource(Role.APP));
    }

    @BeforeEach
    void create() throws IOException {
        database.empty();
        TestSchema schema = TestSchema.of(database);
        schema.table("note", "id bigint primary key, body text");
        schema.insert("note", Tenants.NOBODY, "id, body", "-1, 'Nobody sails these boats'");
        schema.insert("note", B, "id, body", "-2, 'An old boat'");
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/note_word.sql"))) {
            String[] parts = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("-- tag::fill");
            database.sql(Role.OWNER, parts[0]);
            schema.protect("note_word");
            database.sql(Role.SUPERUSER, "--" + parts[1]);
        }
    }

    @Test
    void words_follow_the_rows_of_their_tenant() throws SQLException {
        write(A, "insert into note (id, body) values (1, 'Boats sail'), (2, 'A boat sinks')");
        write(B, "insert into note (id, body) values (3, 'One boat')");
        assertThat(found(A, "boat")).containsExactly(1L, 2L);
        assertThat(found(B, "boat")).containsExactly(-2L, 3L);
        assertThat(found(C, "boat")).isEmpty();

        write(A, "update note set body = 'It floats' where id = 2");
        assertThat(found(A, "boat")).containsExactly(1L);
        assertThat(found(A, "float")).containsExactly(2L);
        write(A, "delete from note");
        assertThat(found(A, "boat")).isEmpty();
        assertThat(found(B, "boat")).containsExactly(-2L, 3L);
        assertThat(database.query(Role.SUPERUSER, "select distinct note_id from note_word order by note_id"))
                .containsExactly("-2", "-1", "3");
    }

    @Test
    void without_policies_the_words_of_others_are_found() throws SQLException {
        TestSchema.of(database).unprotect("note_word");
        TestSchema.of(database).unprotect("note");
        assertThat(found(C, "boat")).containsExactly(-2L, -1L);
    }

    private void write(UUID tenant, String sql) throws SQLException {
        TenantContext.<SQLException>runAs(tenant, () -> {
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.executeUpdate();
            }
        });
    }

    private List<Long> found(UUID tenant, String word) throws SQLException {
        return TenantContext.<List<Long>, SQLException>callAs(tenant, () -> {
            List<Long> found = new ArrayList<>();
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement(SEARCH)) {
                statement.setString(1, word);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getLong(1));
                    }
                }
            }
            return found;
        });
    }
}
