// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about keys finds its fault, nothing else does, and the SQL of the finding mends it. */
@ExtendWith(DatabaseExtension.class)
class KeyRulesIT {

    private static final String NO_KEYS =
            "do $$ begin execute (select format('alter table item_tags drop constraint %I',"
                    + " conname) from pg_constraint where conrelid = 'item_tags'::regclass and contype = 'f'); end $$";

    private final RuleBench bench;

    KeyRulesIT(Database database) {
        bench = new RuleBench(database, Item.class);
    }

    @Test
    void rls027_a_foreign_key_without_the_tenant() {
        bench.correct().rows().fault(NO_KEYS, key("references item")).refusesStart("RLS027");
        bench.as(Tenants.A, Sql.run("insert into item_tags (item_id, tags) values (2, 'by A')"));
        assertThat(Sql.stateOf(bench, Tenants.B, "delete from item where id = 2"))
                .as("B cannot delete its row, because A refers to it")
                .isEqualTo("23503");
        bench.fault("delete from item_tags");
        Finding finding = bench.finds("RLS027", Severity.HIGH, "public.item_tags");
        assertThat(finding.message())
                .contains("the foreign key k (item_id) to public.item does not compare the tenant");
        bench.mends(finding);
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into item_tags (item_id, tags) values (2, 'by A')"))
                .isEqualTo("23503");
        assertThat(bench.as(Tenants.B, Sql.run("delete from item where id = 2")))
                .isEqualTo(1);
    }

    @Test
    void rls028_a_foreign_key_without_the_tenant_that_deletes() {
        bench.correct()
                .rows()
                .fault(NO_KEYS, key("references item on delete cascade"))
                .refusesStart("RLS028");
        bench.as(Tenants.A, Sql.run("insert into item_tags (item_id, tags) values (2, 'by A')"));
        bench.as(Tenants.B, Sql.run("delete from item where id = 2"));
        assertThat(bench.as(Tenants.A, Sql.values("select tags from item_tags")))
                .as("rows of A, after B deleted its own")
                .isEmpty();
        Finding finding = bench.finds("RLS028", Severity.CRITICAL, "public.item_tags");
        assertThat(finding.message())
                .contains("the foreign key k (item_id) to public.item does not compare the tenant");
        bench.mends(finding);
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into item_tags (item_id, tags) values (3, 'by A')"))
                .isEqualTo("23503");
    }

    @ParameterizedTest
    @CsvSource({"on delete set null", "on delete set default", "on update cascade"})
    void rls028_every_action_on_rows_of_others_counts(String action) {
        bench.correct().fault(NO_KEYS, key("references item " + action));
        Finding finding = bench.finds("RLS028", Severity.CRITICAL, "public.item_tags");
        if (bench.version() < 150_000 && action.startsWith("on delete set")) { // it would set the tenant, too
            assertThat(finding.mending()).isEmpty();
            assertThat(finding.message()).contains("make it again by hand");
        } else {
            bench.mends(finding);
        }
    }

    @Test
    void rls028_a_key_that_could_not_be_as_it_is_is_to_be_made_by_hand() {
        bench.correct().fault(NO_KEYS, key("references item on update set null"));
        Finding finding = bench.finds("RLS028", Severity.CRITICAL, "public.item_tags");
        assertThat(finding.mending()).isEmpty();
        assertThat(finding.message()).contains("make it again by hand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table country (id bigint primary key); alter table item_tags add country bigint"
                        + " references country on delete cascade",
                "create table tenant (id uuid primary key); alter table item_tags add constraint t"
                        + " foreign key (tenant_id) references tenant (id)",
                "create unique index on item (id, tenant_id); alter table item_tags add constraint i"
                        + " foreign key (item_id, tenant_id) references item (id, tenant_id) on delete cascade"
            })
    void rls027_keys_to_what_all_share_and_keys_with_the_tenant_are_right(String sql) {
        bench.correct().fault(sql).clean();
    }

    @Test
    void rls027_a_key_that_the_server_does_not_enforce_is_right() {
        bench.correct();
        Assumptions.assumeTrue(
                bench.as(Tenants.A, Sql.values("select cast(current_setting('server_version_num') as int) >= 180000"))
                        .contains("true"),
                "there are none before PostgreSQL 18");
        bench.fault(key("references item not enforced")).clean();
    }

    @Test
    void several_keys_to_one_table_are_mended_in_one_go() {
        bench.correct().fault(NO_KEYS, "drop index item_tenant_id_id_key", "create index on item (tenant_id)");
        bench.fault(key("references item"), "alter table item_tags add foreign key (item_id) references item");
        assertThat(bench.report().findings()).extracting(Finding::rule).containsExactly("RLS027", "RLS027");
        bench.report().findings().forEach(finding -> bench.fault(finding.mendingScript()));
        bench.clean();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table item add constraint one_code unique (code)",
                "create unique index \"one code\" on item (code)",
                "create unique index one_code on item (lower(code)) include (tenant_id) where code <> '('",
                "alter table item add constraint one_code unique (code, \"(\") deferrable initially deferred"
            })
    void rls026_a_unique_index_without_the_tenant(String fault) {
        bench.correct()
                .fault("alter table item add column code text, add column \"(\" int default 1", fault)
                .refusesStart("RLS026");
        bench.as(Tenants.B, Sql.run("insert into item (id, code) values (1, 'secret')"));
        assertThat(bench.as(Tenants.A, Sql.values("select code from item"))).isEmpty();
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into item (id, code) values (2, 'secret')"))
                .as("A learns that a value exists which it does not see")
                .isEqualTo("23505");
        Finding finding = bench.finds("RLS026", Severity.MEDIUM, "public.item");
        assertThat(finding.message()).containsPattern("the unique index one.code over \\((lower\\()?code");
        bench.mends(finding);
        assertThat(bench.as(Tenants.A, Sql.run("insert into item (id, code) values (2, 'secret')")))
                .isEqualTo(1);
        assertThat(Sql.stateOf(bench, Tenants.A, "insert into item (id, code) values (3, 'secret')"))
                .as("within one tenant it still is unique")
                .isEqualTo("23505");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create unique index on item (code, tenant_id)",
                "create unique index on item ((code || tenant_id::text))",
                "create index on item (code)",
                "create unique index on item_tags (item_id)",
                "create unique index on item (id)"
            })
    void rls026_a_unique_index_with_the_tenant_or_of_identifiers_is_right(String index) {
        bench.correct().fault("alter table item add column code text", index).clean();
    }

    private static String key(String references) {
        return "alter table item_tags add constraint k foreign key (item_id) " + references;
    }
}
