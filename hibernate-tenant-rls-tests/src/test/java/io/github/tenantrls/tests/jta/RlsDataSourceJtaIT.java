// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.schema.TenantsTableDdl;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of an RlsDataSource in one transaction of Narayana share one of the driver's, and each is its tenant's. */
@ExtendWith(DatabaseExtension.class)
class RlsDataSourceJtaIT {

    private static Database database;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        if (Pool.transactions().getStatus() != Status.STATUS_NO_TRANSACTION) {
            Pool.transactions().rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void three_tenants_take_turns_on_one_connection(Pool kind) throws Exception {
        DataSource pool = kind.on(database);
        RlsDataSource isolated = RlsDataSource.of(pool);
        for (int i = 0; i < 2; i++) {
            Pool.transactions().begin();
            Connection a = connection(isolated, A);
            Connection b = connection(RlsDataSource.of(pool), B);
            Connection c = connection(isolated, C);
            for (int turn = 0; turn < 3; turn++) {
                assertThat(Bound.names(a)).isEqualTo(Bound.rowsOf(A));
                assertThat(Bound.names(b)).isEqualTo(Bound.rowsOf(B));
                assertThat(Bound.names(c)).isEqualTo(Bound.rowsOf(C));
                assertThat(List.of(Bound.backend(b), Bound.backend(c))).containsOnly(Bound.backend(a));
            }
            for (Connection connection : List.of(a, b, c)) {
                connection.close();
            }
            assertNothingLeft(pool); // within the transaction, on the same connection
            if (i == 0) {
                Pool.transactions().commit();
            } else {
                Pool.transactions().rollback();
            }
            assertNothingLeft(pool);
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_connection_kept_for_the_next_transaction_does_not_work_there(Pool kind) throws Exception {
        DataSource pool = kind.on(database);
        Pool.transactions().begin();
        Connection kept = connection(RlsDataSource.of(pool), A);
        assertThat(Bound.names(kept)).isEqualTo(Bound.rowsOf(A));
        Pool.transactions().commit();
        Pool.transactions().begin();
        try (Connection raw = pool.getConnection()) {
            assertThat(Bound.names(raw)).isEmpty();
            assertThatThrownBy(() -> Bound.names(kept))
                    .hasMessageContaining(
                            kind == Pool.DBCP
                                    ? "The pool has exchanged the database connection"
                                    : "Connection is closed");
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void without_policies_they_would_see_each_others_rows(Pool kind) throws Exception {
        TestSchema.of(database).unprotect("item");
        try {
            Pool.transactions().begin();
            try (Connection a = connection(RlsDataSource.of(kind.on(database)), A)) {
                assertThat(Bound.names(a)).hasSize(4 * Bound.ROWS);
            }
            Pool.transactions().rollback(); // or else the policies could not be made again
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    /** The table of the tenants is read on the connection of the transaction, where it would be easy to end it. */
    @ParameterizedTest
    @EnumSource(Pool.class)
    void to_ask_who_is_known_ends_no_transaction_and_takes_no_tenant_away(Pool kind) throws Exception {
        database.sql(
                Role.OWNER,
                "drop table if exists tenants",
                TenantsTableDdl.of(Map.of(TenantRlsSettings.RUNTIME_ROLE, "app"))
                        .migration(" "));
        database.sql(
                Role.SUPERUSER,
                "insert into tenants (id, slug, name, status) values ('" + A + "', 'a', 'A', 'active'), ('" + B
                        + "', 'b', 'B', 'active'), ('" + C + "', 'c', 'C', 'suspended')");
        DataSource known = RlsDataSource.of(
                kind.on(database),
                Map.of(TenantRlsSettings.KNOWN_TENANTS, true, TenantRlsSettings.TENANTS_CACHE_SIZE, 0));
        for (boolean commit : List.of(false, true)) {
            Pool.transactions().begin();
            try (Connection a = connection(known, A);
                    Statement statement = a.createStatement()) {
                statement.executeUpdate("insert into item (name) values ('x')");
                try (Connection b = connection(known, B)) {
                    assertThat(Bound.names(b)).isEqualTo(Bound.rowsOf(B));
                    assertThat(Bound.backend(b)).isEqualTo(Bound.backend(a));
                }
                assertThatThrownBy(() -> connection(known, C)).isInstanceOf(SuspendedTenantException.class);
                assertThat(Bound.names(a)).hasSize(Bound.ROWS + 1);
            }
            if (commit) {
                Pool.transactions().commit();
            } else {
                Pool.transactions().rollback();
            }
            assertThat(database.query(Role.SUPERUSER, "select tenant_id from item where name = 'x'"))
                    .isEqualTo(commit ? List.of(A.toString()) : List.of());
        }
        database.sql(Role.SUPERUSER, "delete from item where name = 'x'");
        assertThat(TenantContext.<List<String>, SQLException>callAs(B, () -> {
                    try (Connection outside = known.getConnection()) {
                        return Bound.names(outside);
                    }
                }))
                .isEqualTo(Bound.rowsOf(B));
    }

    private static Connection connection(DataSource source, UUID tenant) throws SQLException {
        return TenantContext.<Connection, SQLException>callAs(tenant, source::getConnection);
    }

    private static void assertNothingLeft(DataSource pool) throws SQLException {
        try (Connection raw = pool.getConnection()) {
            Bound.assertNothingLeft(raw, Bound.backend(raw));
        }
    }
}
