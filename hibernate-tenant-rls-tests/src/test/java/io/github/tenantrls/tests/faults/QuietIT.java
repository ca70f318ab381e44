// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Controls of {@link Quiet}: what must not be is brought about by hand, and found. */
@ExtendWith(DatabaseExtension.class)
class QuietIT {

    private final Database database;
    private final Findings findings = new Findings();

    QuietIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    static void create(Database database) {
        Population.create(database);
    }

    @Test
    void a_connection_of_the_system_that_is_not_given_back_is_found() throws Exception {
        try (Stacks stacks = stacks(null)) {
            try (Connection kept = TenantContext.<Connection, SQLException>callAsSystem(
                    "kept", () -> stacks.all().get(0).isolated().getConnection())) {
                assertThat(kept.isClosed()).isFalse();
                check(stacks);
            }
            assertThat(findings.told())
                    .containsExactly("CONNECTION: the system's: connections that were not given back: 1 instead of 0"
                            + " at most");
        }
    }

    @Test
    void a_session_of_the_server_in_a_transaction_is_found() throws Exception {
        try (Stacks stacks = stacks(null);
                Connection past = database.connection(Role.APP)) {
            past.setAutoCommit(false);
            execute(past, "select 1");
            check(stacks);
        }
        assertThat(findings.told())
                .containsExactly("CONNECTION: sessions of the server in a transaction, or that still work: 1 instead of"
                        + " 0 at most");
    }

    @Test
    void a_session_of_the_server_that_no_pool_has_is_found() throws Exception {
        List<Connection> past = new ArrayList<>();
        try (Stacks stacks = stacks(null)) {
            for (int i = 0; i <= stacks.size(); i++) {
                past.add(database.connection(Role.APP));
            }
            check(stacks);
        } finally {
            for (Connection connection : past) {
                connection.close();
            }
        }
        assertThat(findings.told()).singleElement().asString().startsWith("CONNECTION: sessions of the server: ");
    }

    @Test
    void a_tenant_left_on_one_backend_behind_pgbouncer_is_found() throws Exception {
        assumeTrue(PgBouncer.isThere(), "pgbouncer is not installed: apt-get install pgbouncer");
        try (PgBouncer pgBouncer = database.pgBouncer(Stacks.BACKENDS);
                Stacks stacks = stacks(pgBouncer)) {
            Stack stack = stacks.all().get(stacks.all().size() - 1);
            assertThat(stack.name()).isEqualTo(Stacks.PGBOUNCER);
            List<Connection> each = new ArrayList<>(); // in a transaction, so each on a backend of its own
            for (int i = 0; i < Stacks.BACKENDS; i++) {
                Connection connection = stack.pool().getConnection();
                connection.setAutoCommit(false);
                execute(connection, "select 1");
                each.add(connection);
            }
            execute(each.get(1), "set app.current_tenant = '" + Tenants.A + "'");
            for (Connection connection : each) {
                connection.commit();
                connection.close();
            }
            check(stacks);
        }
        assertThat(findings.told())
                .containsExactly("TENANT_LEFT: PgBouncer: a connection of the pool has " + Tenants.A + "none4");
    }

    @Test
    void a_role_left_on_a_connection_is_found() throws Exception {
        try (Stacks stacks = stacks(null)) {
            try (Connection connection = stacks.all().get(0).pool().getConnection()) {
                execute(connection, "set role app");
            }
            check(stacks);
        }
        assertThat(findings.told()).containsExactly("TENANT_LEFT: Agroal: a connection of the pool has app0");
    }

    @Test
    void when_nothing_is_left_nothing_is_found() throws Exception {
        try (Stacks stacks = stacks(null)) {
            for (Stack stack : stacks.all()) {
                stack.pool().getConnection().close();
            }
            check(stacks);
        }
        assertThat(findings.told()).isEmpty();
    }

    private Stacks stacks(@Nullable PgBouncer pgBouncer) throws SQLException {
        return new Stacks(database, pgBouncer, UnaryOperator.identity());
    }

    private void check(Stacks stacks) throws Exception {
        new Quiet(database, stacks, findings).check();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
