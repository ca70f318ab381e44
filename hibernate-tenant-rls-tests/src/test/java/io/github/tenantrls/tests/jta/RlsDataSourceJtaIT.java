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
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

    private static Connection connection(DataSource source, UUID tenant) throws SQLException {
        return TenantContext.<Connection, SQLException>callAs(tenant, source::getConnection);
    }

    private static void assertNothingLeft(DataSource pool) throws SQLException {
        try (Connection raw = pool.getConnection()) {
            Bound.assertNothingLeft(raw, Bound.backend(raw));
        }
    }
}
