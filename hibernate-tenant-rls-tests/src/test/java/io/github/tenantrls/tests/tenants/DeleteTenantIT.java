// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SystemWork;
import io.github.tenantrls.SystemWorkListener;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.UnknownTenantException;
import io.github.tenantrls.tenants.DeleteOptions;
import io.github.tenantrls.tenants.DeletionProgress;
import io.github.tenantrls.tenants.TenantHasRowsException;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant is deleted with all of its rows, in whatever way they refer to each other, and nobody else's. */
@ExtendWith(DatabaseExtension.class)
class DeleteTenantIT {

    private static final List<String> TABLES = List.of("desk", "desk_tags", "egg", "floor", "hen", "node", "visit");

    private static Database database;

    private static SessionFactory factory;

    @BeforeAll
    static void create() {
        database.sql(
                Role.OWNER,
                "create table visit (id bigint not null, floor_id bigint, tenant_id uuid not null,"
                        + " primary key (tenant_id, id)) partition by hash (id)",
                "create table visit_0 partition of visit for values with (modulus 2, remainder 0)",
                "create table visit_1 partition of visit for values with (modulus 2, remainder 1)");
        factory = Factories.on(database, Company.ENTITIES)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .with(TenantRlsSettings.VERIFICATION, "off") // the partitions have no policies of their own
                .systemLogin()
                .schema("update")
                .open();
        // harder than what the schema export makes
        database.sql(
                Role.OWNER,
                "alter table desk add foreign key (floor_id) references floor on delete restrict",
                "alter table node add foreign key (parent_id) references node on delete restrict",
                "alter table visit_1 add foreign key (floor_id) references floor on delete restrict");
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void four_tenants_with_rows() {
        database.sql(Role.SUPERUSER, "truncate tenants, " + String.join(", ", TABLES));
        int number = 0;
        for (UUID tenant : List.of(A, B, C, NOBODY)) {
            fill(tenant, ++number * 100);
        }
    }

    /** 25 rows in 7 tables. */
    private static void fill(UUID tenant, int first) {
        database.sql(
                Role.SUPERUSER,
                "insert into tenants (id, slug, name) values ('" + tenant + "', 't" + first + "', 'x')",
                "insert into floor (id, tenant_id) select " + first + " + i, '" + tenant
                        + "' from generate_series(1, 3) i",
                "insert into desk (id, floor_id, tenant_id) select id, id, tenant_id from floor where id > " + first,
                "insert into desk_tags (desk_id, tags, tenant_id) select id, 'tag', tenant_id from floor where id > "
                        + first,
                // a chain of 4; two in a circle with one below and one above; one of itself; one alone
                node(tenant, first, "(1, 2), (2, 3), (3, 4), (4, null), (5, 6), (6, 5), (7, 5), (8, 8), (9, null)"),
                "insert into hen (id, tenant_id) values (" + first + ", '" + tenant + "')",
                "insert into egg (id, hen_id, tenant_id) values (" + first + ", " + first + ", '" + tenant + "')",
                "update hen set egg_id = id where id = " + first,
                "insert into visit (id, floor_id, tenant_id) select " + first + " + i, " + first + " + 1, '" + tenant
                        + "' from generate_series(1, 5) i");
    }

    private static String node(UUID tenant, int first, String pairs) {
        return "insert into node (id, parent_id, tenant_id) select " + first + " + id, " + first + " + parent, '"
                + tenant + "' from (values " + pairs + ") n(id, parent)";
    }

    private static Tenants tenants() {
        return Tenants.of(factory);
    }

    private static List<String> rows(UUID tenant) {
        String all = String.join(
                " union all ",
                TABLES.stream()
                        .map(table -> "select '" + table + "' as t, tenant_id from " + table)
                        .toList());
        return database.query(
                Role.SUPERUSER,
                "select t || count(*) from (" + all + ") a where tenant_id = '" + tenant + "' group by t order by t");
    }

    private static final List<String> ALL_ROWS =
            List.of("desk3", "desk_tags3", "egg1", "floor3", "hen1", "node9", "visit5");

    @Test
    void without_being_told_to_it_deletes_no_row_and_names_the_tables() {
        assertThatThrownBy(() -> tenants().delete(A))
                .isInstanceOf(TenantHasRowsException.class)
                .hasMessage(
                        "Persistence unit tests: the tenant was not deleted, because there are rows of it in desk (3),"
                                + " desk_tags (3), egg (1), floor (3), hen (1), node (9), visit (5); delete them first, or by"
                                + " delete(id, DeleteOptions.withRows())");
        assertThat(rows(A)).isEqualTo(ALL_ROWS);
        assertThat(tenants().find(A).orElseThrow().status()).isEqualTo(TenantStatus.ACTIVE);
    }

    @Test
    void it_counts_no_further_than_it_must() {
        database.sql(
                Role.SUPERUSER,
                "insert into floor (id, tenant_id) select 1000 + i, '" + A + "' from generate_series(1, 2000) i");
        assertThatThrownBy(() -> tenants().delete(A)).hasMessageContaining(" floor (at least 1000),");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void all_of_its_rows_go_and_nobody_elses(int batch) {
        tenants().delete(A, DeleteOptions.withRows().batchSize(batch));
        assertThat(rows(A)).isEmpty();
        assertThat(tenants().find(A)).isEmpty();
        for (UUID other : List.of(B, C, NOBODY)) {
            assertThat(rows(other)).isEqualTo(ALL_ROWS);
            assertThat(tenants().find(other).orElseThrow().status()).isEqualTo(TenantStatus.ACTIVE);
        }
        assertThatThrownBy(() -> tenants().delete(A, DeleteOptions.withRows()))
                .isInstanceOf(UnknownTenantException.class);
    }

    /** Negative control: it is the system's policy that lets it see rows; without it they would be left. */
    @Test
    void rows_that_the_system_does_not_see_are_left() {
        database.sql(Role.OWNER, "drop policy tenant_system on node");
        try {
            tenants().delete(A, DeleteOptions.withRows());
            assertThat(rows(A)).containsExactly("node9");
        } finally {
            database.sql(Role.OWNER, "create policy tenant_system on node to system using (true) with check (true)");
        }
    }

    @Test
    void the_listener_is_told_of_each_batch_in_the_order_of_the_references_and_works_for_nobody() {
        List<DeletionProgress> told = new ArrayList<>();
        List<SystemWork> works = new ArrayList<>();
        SystemWorkListener listener = works::add;
        TenantContext.addSystemWorkListener(listener);
        try {
            TenantContext.runAs(
                    B,
                    () -> tenants()
                            .delete(A, DeleteOptions.withRows().batchSize(2).listener(progress -> {
                                assertThat(TenantContext.isSystem()).isFalse();
                                assertThat(TenantContext.current()).isEmpty();
                                told.add(progress);
                            })));
        } finally {
            TenantContext.removeSystemWorkListener(listener);
        }
        assertThat(told)
                .filteredOn(progress -> progress.table().equals("desk"))
                .containsExactly(new DeletionProgress("desk", 2, 3), new DeletionProgress("desk", 3, 3));
        assertThat(told.stream().map(DeletionProgress::table).distinct().toList())
                .containsSubsequence("desk_tags", "desk", "floor")
                .containsSubsequence("visit", "floor")
                .containsAll(TABLES);
        for (String table : TABLES) {
            assertThat(told)
                    .filteredOn(progress -> progress.table().equals(table))
                    .last()
                    .satisfies(progress -> assertThat(progress.deleted()).isEqualTo(progress.rows()));
        }
        assertThat(works)
                .extracting(SystemWork::reason)
                .containsExactly("Tenants: suspend " + A, "Tenants: delete with all rows " + A);
    }

    @Test
    void after_a_failure_the_next_call_goes_on() {
        int[] batches = {0};
        assertThatThrownBy(() -> tenants()
                        .delete(A, DeleteOptions.withRows().batchSize(1).listener(progress -> {
                            if (++batches[0] == 4) {
                                throw new IllegalStateException("stopped");
                            }
                        })))
                .hasMessage("stopped");
        long left = count(A);
        assertThat(left).isEqualTo(21);
        assertThat(tenants().find(A).orElseThrow().status()).isEqualTo(TenantStatus.SUSPENDED);
        tenants().delete(A, DeleteOptions.withRows());
        assertThat(rows(A)).isEmpty();
        assertThat(tenants().find(A)).isEmpty();
    }

    private static long count(UUID tenant) {
        return rows(tenant).stream()
                .mapToLong(row -> Long.parseLong(row.replaceAll("[a-z_]", "")))
                .sum();
    }

    @Test
    void what_refers_from_elsewhere_stops_it_and_is_named() {
        database.sql(
                Role.OWNER,
                "create table invoice (floor_id bigint references floor, tenant uuid references tenants)",
                "insert into invoice values (101, null)");
        try {
            deletedInSpiteOfInvoices();
        } finally {
            database.sql(Role.OWNER, "drop table invoice");
        }
    }

    private static void deletedInSpiteOfInvoices() {
        assertThatThrownBy(() -> tenants().delete(A, DeleteOptions.withRows()))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("invoice_floor_id_fkey")
                .hasMessageContaining("delete first what refers to it, and call this again")
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("23503");
        database.sql(Role.OWNER, "update invoice set floor_id = null, tenant = '" + A + "'");
        assertThatThrownBy(() -> tenants().delete(A, DeleteOptions.withRows()))
                .hasMessageContaining("invoice_tenant_fkey");
        assertThat(tenants().find(A)).isPresent();
        database.sql(Role.OWNER, "delete from invoice");
        tenants().delete(A);
        assertThat(tenants().find(A)).isEmpty();
    }

    @Test
    void rows_that_a_trigger_keeps_keep_the_tenant() {
        database.sql(
                Role.OWNER,
                "create function keep() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger keep before delete on floor for each row execute function keep()");
        try {
            assertThatThrownBy(() -> tenants().delete(A, DeleteOptions.withRows()))
                    .isInstanceOf(TenantHasRowsException.class)
                    .hasMessageContaining("there are rows of it in floor (3);");
            assertThat(tenants().find(A).orElseThrow().status()).isEqualTo(TenantStatus.SUSPENDED);
        } finally {
            database.sql(Role.OWNER, "drop trigger keep on floor", "drop function keep");
        }
    }

    @Test
    void a_batch_has_at_least_one_row() {
        assertThatThrownBy(() -> DeleteOptions.withRows().batchSize(0))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("give 1 to 100,000".replace(",", ""));
    }
}
