// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With savepoints of the driver's, what a connection leaves for the commit is checked when it is closed, and not later. */
@ExtendWith(DatabaseExtension.class)
class FailingReleaseJtaIT {

    private static Database database;

    @BeforeAll
    static void check_what_is_visible() {
        Bound.createItems(database);
        database.sql(
                Role.OWNER,
                "create function forbid() returns trigger language plpgsql as $$ begin"
                        + " if exists (select from item where name = 'forbidden') then"
                        + " raise exception 'forbidden' using errcode = '23514'; end if; return null; end $$",
                "create constraint trigger forbid after update on item deferrable initially deferred"
                        + " for each row execute function forbid()");
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        Global.rollBack();
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_check_that_fails_then_fails_the_transaction_and_leaves_nothing(Pool kind) throws Exception {
        String url = database.url() + (database.url().contains("?") ? "&" : "?") + "autosave=always";
        DataSource pool = kind.on(database, url, Role.APP);
        RlsDataSource isolated = RlsDataSource.of(pool);
        Pool.transactions().begin();
        Connection a = connection(isolated, A);
        try (Statement statement = a.createStatement()) {
            statement.execute("update item set name = 'forbidden' where name = 'a1'");
        }
        assertThatThrownBy(a::close).hasFieldOrPropertyWithValue("SQLState", "23514");
        for (UUID tenant : List.of(B, C)) {
            try (Connection other = connection(isolated, tenant)) {
                assertThatThrownBy(() -> Bound.names(other)).hasFieldOrPropertyWithValue("SQLState", "25P02");
            }
        }
        Pool.transactions().commit(); // rolls back
        assertThat(database.query(Role.SUPERUSER, "select name from item where name = 'forbidden'"))
                .isEmpty();
        for (UUID tenant : List.of(A, B, C)) {
            try (Connection next = connection(isolated, tenant)) {
                assertThat(Bound.names(next)).isEqualTo(Bound.rowsOf(tenant));
            }
        }
        try (Connection raw = pool.getConnection()) {
            JtaUnit.assertNothingLeft(raw);
        }
    }

    private static Connection connection(DataSource source, UUID tenant) throws SQLException {
        return TenantContext.<Connection, SQLException>callAs(tenant, source::getConnection);
    }
}
