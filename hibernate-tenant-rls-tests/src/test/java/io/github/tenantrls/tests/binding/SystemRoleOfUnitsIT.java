// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The role of the system on a physical connection that sessions of two persistence units share. */
class SystemRoleOfUnitsIT extends RoleSessions {

    @Test
    void another_unit_with_a_variable_of_its_own_and_without_the_role_is_refused() throws SQLException {
        physical.setAutoCommit(false);
        Connection other = Bound.to(Tenants.B, physical, TenantRlsSettings.VARIABLE, "app.other");
        Connection sameVariable = Bound.to(Tenants.B, physical);
        assertThat(names(other)).isEmpty();
        Savepoint savepoint = physical.setSavepoint();
        assertThat(names(system)).isEqualTo(ALL);
        for (Connection without : List.of(other, sameVariable)) {
            for (Reading reading : Reading.values()) {
                assertThatThrownBy(() -> reading.names(without))
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageContaining("Another persistence unit works as the system in this transaction")
                        .hasMessageContaining("hibernate.tenant_rls.system_role");
            }
        }
        assertSees(a, Tenants.A); // gives the role back
        assertThat(value(other, "select current_user")).isEqualTo("switching");
        assertThat(names(sameVariable)).isEqualTo(Bound.rowsOf(Tenants.B));
        a.rollback(savepoint);
        assertThatThrownBy(() -> names(other)).as("it may be back").isInstanceOf(TenantRlsException.class);
        physical.rollback();
        assertThat(names(sameVariable)).isEqualTo(Bound.rowsOf(Tenants.B));
        physical.rollback();
    }

    /** The end of the transaction is not seen, as under JTA: the connection is given back after it. */
    @Test
    void a_unit_without_the_role_is_not_refused_for_a_transaction_that_is_over() throws SQLException {
        execute(physical, "begin");
        names(system);
        execute(physical, "commit");
        system.close();
        a.close();
        b.close();
        c.close();
        execute(physical, "begin");
        try (Connection without = Bound.to(Tenants.B, physical)) {
            assertThat(Bound.names(without)).isEqualTo(Bound.rowsOf(Tenants.B));
        }
        execute(physical, "rollback");
    }

    @Test
    void another_unit_with_a_variable_of_its_own_and_the_same_role_takes_turns() throws SQLException {
        physical.setAutoCommit(false);
        Connection other = Bound.to(
                Tenants.B, physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        Connection othersSystem = Bound.toSystem(
                physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        for (int turn = 0; turn < 3; turn++) {
            assertThat(names(system)).isEqualTo(ALL);
            assertThat(names(other)).isEmpty();
            assertThat(names(system)).isEqualTo(ALL);
            assertSees(a, Tenants.A);
            TenantContext.runAsSystem(
                    "a test", () -> assertThat(Bound.names(othersSystem)).isEqualTo(ALL));
            assertSees(a, Tenants.A);
        }
        physical.rollback();
        assertNothingLeft();
    }

    @Test
    void two_units_with_two_roles_work_each_as_its_own() throws SQLException {
        String role = database.name() + "_second";
        database.sql(Role.SUPERUSER, "create role " + role, "grant " + role + " to switching");
        try {
            physical.setAutoCommit(false);
            Connection second = Bound.toSystem(
                    physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, role);
            for (int turn = 0; turn < 2; turn++) {
                assertThat(asSystem(system, "select current_user")).isEqualTo("system");
                assertThat(asSystem(second, "select current_user")).isEqualTo(role);
            }
            physical.rollback();
        } finally {
            database.sql(Role.SUPERUSER, "drop role " + role);
        }
    }

    @Test
    void a_cursor_of_another_unit_goes_on_as_it_was_planned() throws SQLException {
        physical.setAutoCommit(false);
        Connection othersSystem = Bound.toSystem(
                physical, TenantRlsSettings.VARIABLE, "app.other", TenantRlsSettings.SYSTEM_ROLE, "system");
        try (PreparedStatement statement = a.prepareStatement("select name from item order by name")) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery();
            TenantContext.runAsSystem(
                    "a test", () -> assertThat(Bound.names(othersSystem)).isEqualTo(ALL));
            assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.A));
        }
        physical.rollback();
    }

    private static String asSystem(Connection session, String sql) throws SQLException {
        return TenantContext.<String, SQLException>callAsSystem("a test", () -> value(session, sql));
    }
}
