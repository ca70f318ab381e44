// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is gathered for a later call while another tenant is set. */
class BatchesOfAnotherIT extends TwoSessions {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothing_is_added_to_a_batch_of_parameters_in_anothers_block(boolean call) throws SQLException {
        String sql = "insert into item (name) values (?)";
        try (PreparedStatement statement = call ? sessionOfA.prepareCall(sql) : sessionOfA.prepareStatement(sql)) {
            statement.setString(1, "own");
            TenantContext.runAs(Tenants.A, statement::addBatch);
            statement.setString(1, "anothers");
            assertRefusedInAnothers(statement::addBatch);
            TenantContext.runAs(Tenants.A, statement::executeBatch);
        }
        assertOnlyOwnIsWritten();
    }

    @Test
    void nothing_is_added_to_a_batch_of_texts_in_anothers_block() throws SQLException {
        try (Statement statement = sessionOfA.createStatement()) {
            TenantContext.runAs(Tenants.A, () -> statement.addBatch("insert into item (name) values ('own')"));
            assertRefusedInAnothers(() -> statement.addBatch("insert into item (name) values ('anothers')"));
            TenantContext.runAs(Tenants.A, statement::executeBatch);
        }
        assertOnlyOwnIsWritten();
    }

    private static void assertRefusedInAnothers(TenantContext.Action<SQLException> addition) {
        for (Object tenant : new Object[] {Tenants.B, Tenants.C}) {
            assertThatThrownBy(() -> TenantContext.runAs(tenant, addition))
                    .isInstanceOf(TenantMismatchException.class)
                    .hasMessageContaining("this session was opened for another tenant than TenantContext names now");
        }
    }

    private void assertOnlyOwnIsWritten() throws SQLException {
        physical.commit();
        assertThat(database.query(
                        Role.SUPERUSER, "select name || ' ' || tenant_id from item where name in ('own', 'anothers')"))
                .containsExactly("own " + Tenants.A);
        Bound.resetItems(database);
    }
}
