// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** What an application has to set behind PgBouncer in transaction pooling mode; that all works then is {@link FaultsIT}'s. */
@ExtendWith(DatabaseExtension.class)
class BehindPgBouncerIT {

    /** More often than after which the driver prepares a statement under a name. */
    private static final int TIMES = 10;

    private final Database database;

    BehindPgBouncerIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    static void create(Database database) {
        TestSchema.of(database).table("item", "id bigint primary key");
        TestSchema.of(database).insert("item", A, "id", "1");
        TestSchema.of(database).insert("item", B, "id", "2");
    }

    @BeforeEach
    void there_is_one() {
        assumeTrue(PgBouncer.isThere(), "pgbouncer is not installed: apt-get install pgbouncer");
    }

    @Test
    void without_prepared_statements_two_clients_share_a_backend_each_for_its_tenant() throws Exception {
        takeTurns("prepareThreshold=0");
    }

    /** PgBouncer before 1.21 does not know which backend has prepared what; later ones need max_prepared_statements. */
    @Test
    void with_them_statements_fail_that_another_backend_or_client_has_prepared() {
        assertThatThrownBy(() -> takeTurns("prepareThreshold=1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("42P05", "26000", "08P01"));
    }

    private void takeTurns(String parameter) throws IOException, SQLException {
        try (PgBouncer pgBouncer = database.pgBouncer(1)) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(pgBouncer.url(database.name()).replace("prepareThreshold=0", parameter));
            source.setUser(database.user(Role.APP));
            source.setPassword(database.password(Role.APP));
            RlsDataSource isolated = RlsDataSource.of(source);
            try (Connection ofA = TenantContext.<Connection, SQLException>callAs(A, isolated::getConnection);
                    Connection ofB = TenantContext.<Connection, SQLException>callAs(B, isolated::getConnection)) {
                for (int i = 0; i < TIMES; i++) {
                    assertThat(seen(A, ofA)).containsExactly(1L);
                    assertThat(seen(B, ofB)).containsExactly(2L);
                }
            }
        }
    }

    private static List<Long> seen(UUID tenant, Connection connection) throws SQLException {
        return TenantContext.<List<Long>, SQLException>callAs(tenant, () -> {
            try (PreparedStatement statement = connection.prepareStatement("select array_agg(id) from item");
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return List.of((Long[]) row.getArray(1).getArray());
            }
        });
    }
}
