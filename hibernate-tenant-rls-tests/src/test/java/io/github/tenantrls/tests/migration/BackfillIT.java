// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.backfill;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row gets the tenant that is said for it, a batch in each transaction, whatever keys the table has. */
@ExtendWith(DatabaseExtension.class)
class BackfillIT {

    private static final String WRONG = "select count(*) from item where tenant_id is distinct from owner";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static void run(MigrationStep... steps) throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(steps).run(connection);
        }
    }

    private static void rows(int count) {
        database.sql(
                Role.OWNER,
                "insert into item select i, md5(i::text), 't' || i % 5 from generate_series(1, " + count + ") i");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", primary key (id)",
                ", primary key (name, id)",
                ", primary key (owner, name)",
                ", primary key (name) include (owner)",
                ", unique (id)",
                ""
            })
    void tables_of_any_key_are_filled(String key) throws SQLException {
        database.sql(Role.OWNER, "create table item (id int, name text, owner text, \"tenant_id\" text" + key + ")");
        rows(333);
        run(backfill("item", "t.owner"));
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("0");
        assertThat(database.value(Role.OWNER, "select count(*) from item")).isEqualTo("333");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uuid default gen_random_uuid()",
                "numeric default random()",
                "timestamptz default clock_timestamp()",
                "bytea default decode(md5(random()::text), 'hex')",
                "char(40) default md5(random()::text)",
                "float8 default random()",
                "name default md5(random()::text)",
                "varbit default (random() * 1000000000)::int::bit(32)",
                "\"odd type\" default random()",
                "interval default random() * interval '1 year'"
            })
    void keys_of_any_type_are_gone_through(String type) throws SQLException {
        database.sql(
                Role.OWNER,
                "create domain \"odd type\" as numeric",
                "create table item (id int, name text, owner text, tenant_id text, \"odd ? Key's\" " + type
                        + ", primary key (\"odd ? Key's\"))");
        rows(105);
        run(backfill("item", "t.owner"));
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("0");
    }

    @Test
    void no_transaction_fills_more_than_a_batch_and_each_is_told() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int primary key, name text, owner text, tenant_id text)");
        rows(95);
        List<String> told = new ArrayList<>();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void progress(MigrationStep step, long done, long total) {
                told.add(done + "/" + total);
            }
        };
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(Handmade.IMPATIENT, listener, backfill("item", "t.owner")).run(connection);
        }
        assertThat(database.query(Role.OWNER, "select count(*) from item group by xmin order by min(id)"))
                .containsExactly("10", "10", "10", "10", "10", "10", "10", "10", "10", "5");
        assertThat(told)
                .containsExactly(
                        "10/95", "20/95", "30/95", "40/95", "50/95", "60/95", "70/95", "80/95", "90/95", "95/95",
                        "95/95");
    }

    @Test
    void without_a_key_no_transaction_fills_more_than_a_batch() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int, name text, owner text, tenant_id text)");
        rows(995);
        run(backfill("item", "t.owner"));
        assertThat(database.value(
                        Role.OWNER,
                        "select max(n) || ' ' || sum(n) from (select count(*) n from item group by xmin) x"))
                .isEqualTo("10 995");
    }

    @Test
    void partitions_and_heirs_are_filled() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table item (id int, name text, owner text, tenant_id text, primary key (owner, id))"
                        + " partition by list (owner)",
                "create table item_0 partition of item for values in ('t0', 't1')",
                "create table item_2 (owner text not null, tenant_id text, id int not null, name text)",
                "alter table item attach partition item_2 for values in ('t2')",
                "create table item_3 partition of item for values in ('t3', 't4') partition by hash (id)",
                "create table item_3a partition of item_3 for values with (modulus 2, remainder 0)",
                "create table item_3b partition of item_3 for values with (modulus 2, remainder 1)",
                "create table parent (id int primary key, owner text, tenant_id text)",
                "create table heir (more text) inherits (parent)",
                "insert into parent select i, 't' || i % 5 from generate_series(1, 50) i",
                "insert into heir select i, 't' || i % 5 from generate_series(1, 50) i");
        rows(333);
        run(backfill("item", "t.owner"), backfill("parent", "t.owner"));
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("0");
        assertThat(database.value(Role.OWNER, "select count(*) from parent where tenant_id = owner"))
                .isEqualTo("100");
    }

    @Test
    void names_types_and_expressions_may_be_odd() throws SQLException {
        TenantTable table = new TenantTable(
                null, "public", "Odd \"?\" {d Table", Set.of(), "Te'nant ?", TenantColumnType.UUID, true, false);
        database.sql(
                Role.OWNER,
                "create table map (id int primary key, data jsonb)",
                "insert into map values (1, '{\"a%s\": \"00000000-0000-0000-0000-000000000001\"}'), (2, '{}')",
                "create table " + table.sqlName() + " (id int primary key, place int, \"Te'nant ?\" uuid)",
                "insert into " + table.sqlName() + " (id, place) select i, 1 from generate_series(1, 25) i");
        run(
                backfill(
                        table,
                        "(select case when m.data ? 'a%s' then m.data ->> 'a%s' end from map m where m.id = place) -- {fn x} ?"));
        assertThat(database.value(
                        Role.OWNER,
                        "select count(*) from " + table.sqlName()
                                + " where \"Te'nant ?\" = '00000000-0000-0000-0000-000000000001'"))
                .isEqualTo("25");
    }

    @Test
    void a_tenant_that_is_too_long_is_not_cut() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int primary key, name text, owner text, tenant_id varchar(3))");
        rows(5);
        assertThatThrownBy(() -> run(backfill("item", "t.owner || 'long'")))
                .hasMessageContaining("value too long for type character varying(3)");
        assertThat(database.value(Role.OWNER, "select count(tenant_id) from item"))
                .isEqualTo("0");
    }

    @Test
    void rows_for_which_nothing_says_the_tenant_are_refused_in_the_end_and_the_others_filled() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int primary key, name text, owner text, tenant_id text)");
        rows(95);
        database.sql(Role.OWNER, "update item set owner = null where id <= 23 or id = 60");
        assertThatThrownBy(() -> run(backfill("item", "t.owner")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage(
                        "The migration ended in step 1 of 1 (fill public.item) after 71 rows: 24 rows of public.item"
                                + " have got no tenant, because what fills the column is null for them; look at them by select *"
                                + " from \"public\".\"item\" where \"tenant_id\" is null, mend them or what fills the column, and"
                                + " run it again");
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("0");
        assertThat(database.value(Role.OWNER, "select count(tenant_id) from item"))
                .isEqualTo("71");
    }

    @Test
    void what_is_filled_is_not_written_again() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int primary key, name text, owner text, tenant_id text)");
        rows(95);
        database.sql(Role.OWNER, "update item set tenant_id = 'of old' where id % 2 = 0");
        run(backfill("item", "t.owner"));
        assertThat(database.value(Role.OWNER, "select count(*) from item where tenant_id = 'of old'"))
                .isEqualTo("47");
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("47");
    }

    @Test
    void triggers_of_the_table_fire() throws SQLException {
        database.sql(
                Role.OWNER,
                "create table item (id int primary key, name text, owner text, tenant_id text)",
                "create function touch() returns trigger language plpgsql as"
                        + " $$ begin new.name := 'touched'; return new; end $$",
                "create trigger touch before update on item for each row execute function touch()");
        rows(15);
        run(backfill("item", "t.owner"));
        assertThat(database.value(Role.OWNER, "select count(*) from item where name = 'touched' and tenant_id = owner"))
                .isEqualTo("15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return null", "new.tenant_id := null; return new"})
    void rows_that_a_trigger_keeps_without_a_tenant_are_refused_and_the_others_filled(String kept) throws SQLException {
        database.sql(
                Role.OWNER,
                "create table item (id int primary key, name text, owner text, tenant_id text)",
                "create function keep() returns trigger language plpgsql as" + " $$ begin if new.id % 7 = 0 then "
                        + kept + "; end if; return new; end $$",
                "create trigger keep before update on item for each row execute function keep()");
        rows(95);
        assertThatThrownBy(() -> run(backfill("item", "t.owner")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("Rows of public.item stay without a tenant though they were updated: a trigger of the table"
                        + " keeps them so; look at select tgname from pg_trigger where tgrelid = 'public.item'::regclass,"
                        + " mend it, and run it again");
        assertThat(database.value(Role.OWNER, "select count(tenant_id) from item"))
                .isEqualTo("82");
    }

    @Test
    void where_policies_hide_rows_from_the_owner_it_is_refused_and_nothing_passed_over() throws SQLException {
        database.sql(Role.OWNER, "create table item (id int primary key, name text, owner text, tenant_id text)");
        rows(15);
        database.sql(
                Role.OWNER,
                "alter table item enable row level security",
                "alter table item force row level security",
                "create policy part on item using (id > 5)");
        assertThatThrownBy(() -> run(backfill("item", "t.owner")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("query would be affected by row-level security policy for table \"item\"")
                .hasMessageEndingWith(
                        "run it as the owner of the table; where row-level security is forced for the owner"
                                + " too, run alter table public.item no force row level security first, which the migration takes"
                                + " back");
        database.sql(Role.OWNER, "alter table item no force row level security");
        run(backfill("item", "t.owner"));
        assertThat(database.value(Role.OWNER, WRONG)).isEqualTo("0");
    }
}
