// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.AlteredConnection;
import io.github.tenantrls.tests.support.LendingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that fails before it is bound goes back to the pool. */
@ParameterizedClass
@EnumSource
class InvisibleConnectionIT extends OverAPool {

    InvisibleConnectionIT(PoolOfOne kind) {
        super(kind);
    }

    /** The pool has one connection: were it not given back, nobody could get it after that. */
    @Test
    void one_that_does_not_say_what_it_wraps_goes_back_to_the_pool() throws SQLException {
        LendingDataSource broken = () -> AlteredConnection.of(pool.getConnection(), "isWrapperFor", connection -> {
            throw new SQLException("broken", "XX000");
        });
        RlsDataSource overBroken = RlsDataSource.of(broken);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> TenantContext.callAs(A, overBroken::getConnection))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("broken")
                    .hasFieldOrPropertyWithValue("SQLState", "XX000");
        }
        for (UUID tenant : List.of(A, B, C)) {
            TenantContext.runAs(tenant, () -> {
                try (Connection connection = isolated.getConnection()) {
                    assertThat(Bound.names(connection)).isEqualTo(Bound.rowsOf(tenant));
                }
            });
        }
    }
}
