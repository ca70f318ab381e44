// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 15: no tenant is bound under a cursor of another one, in ways that a review found. */
class CursorsIT extends TwoSessions {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cursor_is_known_before_its_rows_are_asked_for(boolean prepared) throws SQLException {
        try (Statement statement =
                prepared ? sessionOfA.prepareStatement("select name from item") : sessionOfA.createStatement()) {
            statement.setFetchSize(1);
            assertThat(
                            prepared
                                    ? ((PreparedStatement) statement).execute()
                                    : statement.execute("select name from item"))
                    .isTrue();
            statement.setFetchSize(0);
            assertThatThrownBy(() -> Bound.names(sessionOfB))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("cursor");
            assertThat(Bound.read(statement.getResultSet())).containsExactlyElementsOf(Bound.rowsOf(Tenants.A));
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
    }

    @Test
    void no_cursor_hides_behind_the_first_result_of_a_text() throws SQLException {
        try (Statement statement = sessionOfA.createStatement()) {
            statement.setFetchSize(1);
            statement.execute("select 1; select name from item");
            assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(Bound.read(statement.getResultSet())).containsExactlyElementsOf(Bound.rowsOf(Tenants.A));
            assertThat(statement.getFetchSize()).isEqualTo(1);
        }
    }

    @Test
    void further_rows_are_not_fetched_while_another_tenant_is_set() throws SQLException {
        try (PreparedStatement statement = sessionOfA.prepareStatement("select name from item")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(() -> TenantContext.runAs(Tenants.B, rows::next))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("this session was opened for another tenant than TenantContext names now");
            assertThat(TenantContext.<Boolean, SQLException>callAs(Tenants.A, rows::next))
                    .isTrue();
        }
    }

    @Test
    void two_sessions_of_one_tenant_do_not_refuse_each_other() throws SQLException {
        try (Connection again = Bound.to(Tenants.A, physical);
                PreparedStatement statement = sessionOfA.prepareStatement("select name from item")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(Bound.names(again)).isEqualTo(Bound.rowsOf(Tenants.A));
            assertThat(rows.next()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "declare c cursor with hold for select name from item",
                "/* c */ DECLARE c binary scroll cursor  With\n Hold for select name from item",
                "select 1; declare c cursor with hold for select name from item",
                "declare/* for */c cursor with hold for select name from item",
                "declare c cursor with/**/hold for select name from item",
                "declare c cursor with -- without hold for\n hold for select name from item",
                "declare c /* a /* without */ hold */ cursor with hold for select name from item",
                "declare \"for\" cursor with hold for select name from item",
                "declare \"without\" cursor with hold for select name from item",
                "declare \"a \"\" for \" scroll cursor with hold for select name from item",
                "declare\"c\"cursor with hold for select name from item"
            })
    void a_cursor_that_outlives_its_transaction_is_refused(String text) throws SQLException {
        assertRefused(() -> execute(sessionOfA, text));
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "declare c cursor without hold for select name from item",
                "declare c cursor without /* with hold */ hold for select name from item",
                "declare \"hold\" cursor for select name from item",
                "declare \"with hold\" cursor for select name from item",
                "declare c cursor for select 'with hold' from item",
                "declare c cursor for select name as \"with hold\" from item",
                "declare c cursor /* with hold */ for select name from item",
                "select 'declare c cursor with hold for select 1'"
            })
    void what_only_looks_like_one_is_not_refused(String text) throws SQLException {
        execute(sessionOfA, text);
        assertThat(Bound.names(sessionOfA)).isEqualTo(Bound.rowsOf(Tenants.A));
        physical.rollback();
    }
}
