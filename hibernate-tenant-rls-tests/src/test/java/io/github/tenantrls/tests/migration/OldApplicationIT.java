// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that knows nothing of tenants goes on while its database is prepared. */
@ExtendWith(DatabaseExtension.class)
class OldApplicationIT {

    private static final PlanOptions PREPARE = new PlanOptions(EnumSet.of(MigrationPhase.PREPARE), false);
    private static final PlanOptions ENFORCE = new PlanOptions(EnumSet.of(MigrationPhase.ENFORCE), false);

    private final Database database;

    OldApplicationIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void shop() {
        OldShop.create(database);
    }

    @Test
    void what_it_inserts_meanwhile_gets_the_right_tenant_and_nothing_is_lost() throws Exception {
        MigrationPlan plan = OldShop.plan(database, OldShop.config(), PREPARE);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> application = CompletableFuture.supplyAsync(() -> work(done));

        OldShop.apply(database, plan);
        done.set(true);

        int inserted = application.get(1, TimeUnit.MINUTES);
        assertThat(inserted).isPositive();
        assertThat(database.value(Role.SUPERUSER, "select count(*) from order_line where text = 'new'"))
                .isEqualTo(String.valueOf(inserted));
        OldShop.assertRightTenants(database);
        assertThat(OldShop.plan(database, OldShop.config(), PREPARE).steps()).isEmpty();
    }

    @Test
    void after_the_first_phase_it_still_works_and_a_row_follows_the_one_that_it_is_moved_to() throws SQLException {
        OldShop.apply(database, OldShop.plan(database, OldShop.config(), PREPARE));

        database.sql(
                Role.OWNER,
                "insert into customer (region, email) values ('b', 'later')",
                "insert into \"order\" (customer_id, number) select id, 'later' from customer where email = 'later'",
                "insert into \"order\" (customer_id, number) values (1, 'moved')",
                "update \"order\" set customer_id = (select id from customer where email = 'c1') where number = 'moved'",
                "update \"order\" set number = 'renamed' where number = 'later'",
                "insert into event values (77, '2026-02-02', 1)",
                "update event set at = '2025-02-02', customer_id = 4 where id = 77");
        OldShop.assertRightTenants(database);
        assertThat(database.query(
                        Role.OWNER,
                        "select tenant_id from \"order\" where number in ('renamed', 'moved') order by number"))
                .containsExactly(OldShop.C, OldShop.B);

        MigrationPlan enforce = OldShop.plan(database, OldShop.config(), ENFORCE);
        assertThat(enforce.steps()).isNotEmpty().allMatch(step -> step.phase() == MigrationPhase.ENFORCE);
        OldShop.apply(database, enforce);
        assertThat(OldShop.plan(database, OldShop.config(), PlanOptions.DEFAULT).steps())
                .isEmpty();
        OldShop.assertRightTenants(database);
    }

    @Test
    void a_tenant_that_was_set_by_hand_stays_until_what_the_expression_reads_is_changed() throws SQLException {
        OldShop.apply(database, OldShop.plan(database, OldShop.config(), PREPARE));
        String tenant = "select tenant_id from customer where id = 1000";

        database.sql(
                Role.OWNER,
                "insert into customer (id, region, email, tenant_id) overriding system value values (1000, '?', 'x', '"
                        + OldShop.A + "')",
                "update customer set email = 'y' where id = 1000");
        assertThat(database.value(Role.OWNER, tenant)).isEqualTo(OldShop.A);
        database.sql(Role.OWNER, "update customer set tenant_id = '" + OldShop.C + "' where id = 1000");
        assertThat(database.value(Role.OWNER, tenant)).isEqualTo(OldShop.C);
        database.sql(Role.OWNER, "update customer set region = 'b' where id = 1000");
        assertThat(database.value(Role.OWNER, tenant)).isEqualTo(OldShop.B);
    }

    /** What the policies and keys do then, with the tenant bound as the library binds it; and what they do not, without. */
    @Test
    void after_the_second_phase_each_tenant_sees_and_changes_its_own_rows_alone() throws SQLException {
        OldShop.apply(database, OldShop.plan(database, OldShop.config(), PlanOptions.DEFAULT));
        database.sql(Role.OWNER, "grant select on customer_view, outer_view to app");

        assertThat(seen(null, "customer")).isZero();
        assertThat(seen(OldShop.A, "customer")).isEqualTo(2);
        assertThat(seen(OldShop.A, "\"order\"")).isEqualTo(6);
        assertThat(seen(OldShop.B, "order_line")).isEqualTo(6);
        assertThat(seen(OldShop.C, "event")).isEqualTo(2);
        assertThat(seen(OldShop.C, "customer_view")).isEqualTo(1);
        assertThat(seen(OldShop.C, "outer_view")).isEqualTo(1);
        assertThat(seen(OldShop.B, "\"Sales\".\"we\"\"ird Name\"")).isEqualTo(3);

        assertThatThrownBy(() -> as(OldShop.B, "insert into tag (id, customer_id) values (99, 1)"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("violates foreign key constraint \"tag_customer_id_fkey\"")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("23503"));
        assertThatThrownBy(() -> as(
                        OldShop.B, "insert into tag (id, customer_id, tenant_id) values (99, 3, '" + OldShop.A + "')"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
        as(OldShop.B, "insert into tag (id, customer_id) values (99, 3)");
        assertThat(database.value(Role.SYSTEM, "select tenant_id from tag where id = 99"))
                .isEqualTo(OldShop.B);

        database.sql(
                Role.OWNER,
                "drop policy tenant_floor on customer",
                "alter policy tenant_isolation on customer using (true)");
        assertThat(seen(OldShop.A, "customer")).as("negative control").isEqualTo(5);
    }

    private int work(AtomicBoolean done) {
        int inserted = 0;
        try (Connection connection = database.connection(Role.OWNER);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!done.get()) {
                inserted += insert(connection, statement, inserted);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return inserted;
    }

    /** A deadlock with the migration is tried again, as applications do. */
    private static int insert(Connection connection, Statement statement, int number) throws SQLException {
        try {
            String region = String.valueOf((char) ('a' + number % 3));
            statement.execute("with c as (insert into customer (region, email) values ('" + region + "', 'm" + number
                    + "') returning id) insert into \"order\" (customer_id, number) select id, 'm" + number
                    + "' from c");
            statement.execute(
                    "insert into order_line select id, 1, 'new' from \"order\" where number = 'm" + number + "'");
            connection.commit();
            return 1;
        } catch (SQLException e) {
            connection.rollback();
            if ("40P01".equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private int seen(@org.jspecify.annotations.Nullable String tenant, String table) throws SQLException {
        try (Connection connection = bound(tenant);
                Statement statement = connection.createStatement();
                java.sql.ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void as(String tenant, String sql) throws SQLException {
        try (Connection connection = bound(tenant);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection bound(@org.jspecify.annotations.Nullable String tenant) throws SQLException {
        Connection connection = database.connection(Role.APP);
        if (tenant != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select set_config('app.current_tenant', '" + tenant + "', false)");
            }
        }
        return connection;
    }
}
