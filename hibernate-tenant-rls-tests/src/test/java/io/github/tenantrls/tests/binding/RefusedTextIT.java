// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Tenants;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL text that would set the tenant or end its transaction, in ways that a review found. */
class RefusedTextIT extends TwoSessions {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollback to savepoint s; delete from item",
                "select 1; /* c */ Rollback to s; delete from item",
                "commit; insert into item (name) values ('x')",
                "begin; update item set name = 'z'",
                "end; delete from item",
                "discard all; delete from item",
                "reset all; delete from item"
            })
    void what_would_unbind_is_refused_among_several_commands(String text) throws SQLException {
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        sessionOfB.setSavepoint("s");
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertRefused(() -> execute(sessionOfA, text));
        assertRefused(() -> {
            try (PreparedStatement statement = sessionOfA.prepareStatement(text)) {
                statement.execute();
            }
        });
        assertRefused(() -> {
            try (Statement statement = sessionOfA.createStatement()) {
                for (String part : text.split(";")) {
                    statement.addBatch(part);
                }
                statement.executeBatch();
            }
        });
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "do $$ begin perform 1; perform 2; end $$; select 1",
                "select 'x; rollback; y'; select 1",
                "select 1 /* ; commit; */; select 2"
            })
    void words_within_literals_and_bodies_are_not_refused(String text) throws SQLException {
        execute(sessionOfA, text);
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select set_config('app.current_tenant', '%s', true)",
                "select SET_CONFIG('app.current_tenant', '%s', false)",
                "set app.current_tenant = '%s'",
                "set local APP.Current_Tenant to '%s'",
                "reset app.current_tenant",
                "set app./* a /* b */ c */current_tenant = '%s'",
                "set\"app\".\"current_tenant\" = '%s'",
                "set app.U&\"current\\005ftenant\" = '%s'",
                "select 1; set app.current_tenant = '%s'"
            })
    void a_statement_that_names_the_variable_to_set_it_is_refused(String text) throws SQLException {
        String sql = text.formatted(Tenants.B);
        for (boolean autoCommit : new boolean[] {true, false}) {
            sessionOfA.setAutoCommit(autoCommit);
            assertRefused(() -> execute(sessionOfA, sql));
            assertRefused(() -> {
                try (PreparedStatement statement = sessionOfA.prepareStatement(sql)) {
                    statement.execute();
                }
            });
            assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
        physical.setAutoCommit(true);
        Bound.assertNothingLeft(physical, backend);
    }

    @Test
    void a_setting_whose_name_is_not_in_the_text_is_overwritten_by_the_next_binding() throws SQLException {
        for (int i = 0; i < 2; i++) { // composed, and when bound already
            try (PreparedStatement statement = sessionOfA.prepareStatement("select set_config(?, ?, true)")) {
                statement.setString(1, "app.current_tenant");
                statement.setString(2, Tenants.B.toString());
                statement.execute();
            }
            assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
    }

    @Test
    void a_reset_of_all_settings_is_followed_by_a_new_binding() throws SQLException {
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        execute(sessionOfA, "reset all");
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
    }
}
