// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the tests' own database isolates as it should, without the library: else they would prove nothing. */
@ExtendWith(DatabaseExtension.class)
class PoliciesByHandIT {

    private final Database database;
    private final TestSchema schema;

    PoliciesByHandIT(Database database) {
        this.database = database;
        this.schema = TestSchema.of(database);
    }

    @BeforeEach
    void a_row_of_each_tenant() {
        database.sql(Role.OWNER, "drop table if exists note");
        schema.table("note", "id bigint generated always as identity, text varchar");
        for (UUID tenant : List.of(A, B, NOBODY)) {
            schema.insert("note", tenant, "text", "'" + tenant + "'");
        }
    }

    @Test
    void a_protected_table_shows_a_tenant_its_own_rows() throws SQLException {
        assertThat(seenBy(A)).containsExactly(A.toString());
    }

    @Test
    void an_unprotected_one_shows_all() throws SQLException {
        schema.unprotect("note");
        assertThat(seenBy(A)).hasSize(3);
    }

    @Test
    void without_a_tenant_there_are_no_rows_for_the_application_nor_for_the_owner() {
        assertThat(database.query(Role.APP, "select text from note")).isEmpty();
        assertThat(database.query(Role.OWNER, "select text from note")).isEmpty();
    }

    @Test
    void the_system_role_and_the_superuser_see_all() {
        assertThat(database.query(Role.SYSTEM, "select text from note")).hasSize(3);
        assertThat(database.query(Role.SUPERUSER, "select text from note")).hasSize(3);
    }

    @Test
    void a_row_without_a_tenant_is_refused() {
        assertThatThrownBy(() -> database.sql(Role.APP, "insert into note (text) values ('x')"))
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void no_role_of_the_application_is_above_the_policies() {
        assertThat(database.query(
                        Role.APP,
                        "select rolname from pg_roles where rolname in ('owner', 'app', 'system')"
                                + " and (rolsuper or rolbypassrls)"))
                .isEmpty();
        assertThat(database.value(
                        Role.APP,
                        "select count(*) from pg_auth_members where member in"
                                + " ('owner'::regrole, 'app'::regrole, 'system'::regrole)"))
                .isEqualTo("0");
    }

    private List<String> seenBy(UUID tenant) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("set app.current_tenant = '" + tenant + "'");
            try (ResultSet rows = statement.executeQuery("select text from note")) {
                while (rows.next()) {
                    seen.add(rows.getString(1));
                }
            }
        }
        return seen;
    }
}
