// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the system has left on the server is read in its block only. */
class SystemResultsIT extends RoleSessions {

    @BeforeAll
    static void read_each_row() {
        Kept.create(database);
    }

    @BeforeEach
    void begin() throws SQLException {
        physical.setAutoCommit(false);
    }

    @AfterEach
    void rollBack() throws SQLException {
        physical.rollback();
    }

    @Test
    void a_cursor_in_a_column_is_fetched_in_its_block_only() throws SQLException {
        ResultSet row =
                TenantContext.<ResultSet, SQLException>callAsSystem("a test", () -> Kept.cursorInColumn(system));
        assertRefusedOutside(() -> row.getObject(1));
        assertRefusedOutside(() -> row.getObject("found"));
        assertRefusedOutside(() -> row.getObject(1, ResultSet.class));
        TenantContext.runAsSystem(
                "a test",
                () -> assertThat(Bound.read((ResultSet) row.getObject(1))).containsExactlyElementsOf(ALL));
    }

    @Test
    void no_further_row_is_fetched_outside_of_the_block() throws SQLException {
        ResultSet rows = TenantContext.<ResultSet, SQLException>callAsSystem("a test", () -> Kept.cursor(system));
        assertRefusedOutside(rows::next);
        assertRefusedOutside(rows::isLast);
        assertThat(rows.getString(1)).as("the row that was fetched").isEqualTo("a1");
        TenantContext.runAsSystem("a test", () -> {
            assertThat(rows.isLast()).isFalse();
            assertThat(Bound.read(rows)).containsExactlyElementsOf(ALL.subList(1, ALL.size()));
        });
    }

    @Test
    void a_tenants_cursor_is_not_asked_for_its_last_row_in_anothers_block() throws SQLException {
        ResultSet rows = Kept.cursor(a);
        assertThatThrownBy(() -> TenantContext.runAs(Tenants.B, rows::isLast))
                .isInstanceOf(TenantMismatchException.class);
        assertThat(TenantContext.<Boolean, SQLException>callAs(Tenants.A, rows::isLast))
                .isFalse();
    }

    @Test
    void a_tenants_cursor_in_a_column_is_not_fetched_in_anothers_block() throws SQLException {
        ResultSet row = Kept.cursorInColumn(a);
        assertThatThrownBy(() -> TenantContext.runAs(Tenants.B, () -> row.getObject(1)))
                .isInstanceOf(TenantMismatchException.class);
        assertThat(Bound.read((ResultSet) row.getObject(1))).isEqualTo(Bound.rowsOf(Tenants.A));
    }

    private static void assertRefusedOutside(TenantContext.Action<SQLException> action) {
        assertRefused(action::run);
        for (UUID tenant : new UUID[] {Tenants.A, Tenants.B, Tenants.C}) {
            assertRefused(() -> TenantContext.runAs(tenant, action));
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TenantMismatchException.class).hasMessageContaining("system");
    }
}
