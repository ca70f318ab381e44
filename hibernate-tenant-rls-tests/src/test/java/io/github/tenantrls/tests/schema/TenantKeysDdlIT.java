// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.schema.TenantKeysDdl;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Foreign keys by hand, with everything that a key can have. */
@ExtendWith(DatabaseExtension.class)
class TenantKeysDdlIT {

    private static final String SCHEMA = "Oth\"er";
    private static final String TABLE = "'; drop table parent; --";
    private static final String COLUMN = "Ten$tenant_rls$ant";

    private final Database database;

    TenantKeysDdlIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void tables() {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table parent (id int primary key, x int, tenant_id uuid not null, unique (id, x))",
                "create table child (id int primary key, a int, b int, tenant_id uuid not null)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (a) references parent                          | (tenant_id, a) REFERENCES parent(tenant_id, id)
            (a) references parent on delete cascade        | (tenant_id, a) REFERENCES parent(tenant_id, id) \
                                                             ON DELETE CASCADE
            (a) references parent on delete restrict on update cascade \
                                                           | (tenant_id, a) REFERENCES parent(tenant_id, id) \
                                                             ON UPDATE CASCADE ON DELETE RESTRICT
            (a) references parent on update restrict deferrable \
                                                           | (tenant_id, a) REFERENCES parent(tenant_id, id) \
                                                             ON UPDATE RESTRICT DEFERRABLE
            (a) references parent match full deferrable initially deferred \
                                                           | (tenant_id, a) REFERENCES parent(tenant_id, id) \
                                                             DEFERRABLE INITIALLY DEFERRED
            (b, a) references parent (x, id)               | (tenant_id, b, a) REFERENCES parent(tenant_id, x, id)
            (a) references parent not valid                | (tenant_id, a) REFERENCES parent(tenant_id, id) NOT VALID
            (a) references child                           | (tenant_id, a) REFERENCES child(tenant_id, id)
            """)
    void a_key_keeps_what_it_has(String key, String composed) {
        addKey(key);
        run();
        assertThat(keys()).containsExactly("FOREIGN KEY " + composed.replaceAll(" +", " "));
        assertNothingChanges();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (a) references parent on delete set null       | ON DELETE SET NULL (a)
            (a) references parent on delete set default    | ON DELETE SET DEFAULT (a)
            (a, b) references parent (id, x) on delete set null (b) | ON DELETE SET NULL (b)
            """)
    void the_tenant_is_not_emptied_with_the_reference(String key, String action) {
        if (version() < 150000) {
            assertThatIsLeft(key.replace(" (b)", ""));
        } else {
            addKey(key);
            run();
            assertThat(keys())
                    .singleElement()
                    .asString()
                    .contains("(tenant_id, ")
                    .endsWith(action);
            assertNothingChanges();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (a) references parent on update set null
            (a) references parent on update set default
            (a, b) references parent (id, x) match full
            """)
    void a_key_that_could_not_keep_what_it_has_is_left(String key) {
        assertThatIsLeft(key);
    }

    @Test
    void a_key_of_several_columns_that_are_always_given_is_matched_in_full() {
        database.sql(Role.OWNER, "alter table child alter a set not null, alter b set not null");
        addKey("(a, b) references parent (id, x) match full");
        run();
        assertThat(keys())
                .containsExactly("FOREIGN KEY (tenant_id, a, b) REFERENCES parent(tenant_id, id, x) MATCH FULL");
    }

    @Test
    void a_key_that_compares_the_tenant_in_any_place_is_left() {
        database.sql(Role.OWNER, "create unique index on parent (id, tenant_id)");
        assertThatIsLeft("(a, tenant_id) references parent (id, tenant_id)");
    }

    @Test
    void a_key_that_uses_a_tenant_column_for_something_else_is_left() {
        database.sql(Role.OWNER, "create unique index on parent (tenant_id)", "alter table child add x uuid");
        assertThatIsLeft("(x) references parent (tenant_id)");
    }

    @Test
    void a_key_between_tenants_of_different_types_is_left() {
        database.sql(Role.OWNER, "alter table child alter tenant_id type text");
        assertThatIsLeft("(a) references parent");
    }

    @Test
    void a_key_that_the_server_does_not_enforce_is_left() {
        Assumptions.assumeTrue(version() >= 180000, "there are none before PostgreSQL 18");
        assertThatIsLeft("(a) references parent not enforced");
    }

    @Test
    void a_unique_index_that_is_there_serves_in_any_order() {
        database.sql(Role.OWNER, "create unique index only_one on parent (id, tenant_id)");
        addKey("(a) references parent");
        run();
        assertThat(keys()).containsExactly("FOREIGN KEY (tenant_id, a) REFERENCES parent(tenant_id, id)");
        assertThat(database.query(
                        Role.OWNER,
                        "select indexrelid::regclass from pg_index where indrelid = 'parent'::regclass"
                                + " and indkey[0] = 3"))
                .containsExactly("parent_tenant_id_idx");
    }

    @Test
    void any_name_is_a_name_and_nothing_else() {
        String name =
                new TenantTable(null, SCHEMA, TABLE, Set.of(), COLUMN, TenantColumnType.UUID, true, false).sqlName();
        database.sql(
                Role.OWNER,
                "create schema \"Oth\"\"er\"",
                "create table " + name + " (\"%I\" int constraint \"k' \"\"\" references parent, \"" + COLUMN
                        + "\" uuid not null, \"" + "x".repeat(63) + "\" int unique)",
                "alter table child add constraint c foreign key (a) references " + name + " (\"" + "x".repeat(63)
                        + "\")");
        run();
        assertThat(keys()).hasSize(2).allMatch(key -> key.contains(COLUMN) && key.contains("tenant_id"));
        assertNothingChanges();
        database.sql(Role.OWNER, "drop schema \"Oth\"\"er\" cascade");
    }

    @Test
    void rows_that_refer_to_another_tenant_refuse_it_and_nothing_is_done() {
        addKey("(a) references parent");
        database.sql(
                Role.OWNER,
                "insert into parent values (1, 1, gen_random_uuid())",
                "insert into child values (1, 1, 1, gen_random_uuid())");
        String before = Snapshot.of(database);
        assertThatThrownBy(this::run)
                .rootCause()
                .hasMessageContaining("violates foreign key constraint")
                .extracting("SQLState")
                .isEqualTo("23503");
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    private void addKey(String key) {
        database.sql(Role.OWNER, "alter table child add constraint k foreign key " + key);
    }

    private void assertThatIsLeft(String key) {
        addKey(key);
        List<String> before = keys();
        run();
        assertThat(keys()).isEqualTo(before);
    }

    private List<String> keys() {
        return database
                .query(
                        Role.OWNER,
                        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conparentid = 0")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private int version() {
        return Integer.parseInt(String.valueOf(database.value(Role.OWNER, "show server_version_num")));
    }

    private void assertNothingChanges() {
        String before = Snapshot.of(database);
        run();
        assertThat(Snapshot.of(database)).isEqualTo(before);
    }

    private void run() {
        TenantKeysDdl ddl = new TenantKeysDdl(List.of(
                new TenantTable(null, null, "parent", Set.of(), "tenant_id", TenantColumnType.UUID, true, false),
                new TenantTable(null, "public", "child", Set.of(), "tenant_id", TenantColumnType.UUID, true, false),
                new TenantTable(null, null, "nowhere", Set.of(), "tenant_id", TenantColumnType.UUID, true, false),
                new TenantTable(null, SCHEMA, TABLE, Set.of(), COLUMN, TenantColumnType.UUID, true, false)));
        database.sql(Role.OWNER, ddl.composeKeys(" "), ddl.createIndexes("\n"));
    }
}
