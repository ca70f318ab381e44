// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of different making that isolate, which an EntityManager shows, and in which nothing is found. */
@ExtendWith(DatabaseExtension.class)
class CorrectSchemasIT {

    private static final String TENANT = "nullif(current_setting('app.current_tenant', true), '')::uuid";
    private static final String OWN_ROWS = "(tenant_id = " + TENANT + ")";

    private final Database database;
    private final RuleBench bench;

    CorrectSchemasIT(Database database) {
        this.database = database;
        this.bench = new RuleBench(database, Item.class);
    }

    @Test
    void the_librarys_own_with_a_runtime_role() {
        bench.correct().rows();
        isolates();
    }

    @Test
    void the_librarys_own_without_a_runtime_role() {
        bench.with(TenantRlsSettings.RUNTIME_ROLE, null).correct().rows();
        isolates();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            split by command     | create policy s on item for select using OWN; \
                                   create policy i on item for insert with check OWN; \
                                   create policy u on item for update using OWN; \
                                   create policy d on item for delete using OWN
            for the role alone   | create policy tenant_isolation on item to app using OWN with check OWN
            two roles            | create policy tenant_isolation on item to app, owner using OWN
            the other way round  | create policy "Eigene Zeilen" on item using (TENANT = tenant_id)
            a sub-select         | create policy p on item using (tenant_id = (select TENANT)) with check OWN
            a list of one        | create policy p on item using (tenant_id = any (array[TENANT]))
            with a default       | create policy p on item using (tenant_id = coalesce(TENANT, '00000000-0000-0000-0000-000000000000'))
            sql helper           | create function current_tenant() returns uuid stable language sql as $$ select TENANT $$; \
                                   create policy p on item using (tenant_id = current_tenant())
            plpgsql helper       | create function current_tenant() returns uuid stable language plpgsql as $$ begin \
                                   return current_setting('app.current_tenant', true)::uuid; \
                                   exception when invalid_text_representation then return null; end $$; \
                                   create policy p on item using (tenant_id = (select current_tenant()))
            standard sql helper  | create function current_tenant() returns uuid stable return TENANT; \
                                   create policy p on item using (tenant_id = current_tenant())
            helper for text      | create function tenant_text() returns text stable language sql as $$ select \
                                   nullif(current_setting('app.current_tenant', true), '') $$; \
                                   create policy p on item using (tenant_id = tenant_text()::uuid)
            helper for the row   | create function is_mine(uuid) returns boolean stable language sql as $$ select $1 = TENANT $$; \
                                   create policy p on item using (is_mine(tenant_id))
            helper elsewhere     | create schema if not exists tenancy; grant usage on schema tenancy to app; \
                                   create or replace function tenancy."Current"() returns uuid stable language sql as $$ select TENANT $$; \
                                   create policy p on item using (tenant_id = tenancy."Current"())
            restrictive on top   | create policy p on item using OWN; create policy q on item as restrictive using (id < 100)
            restrictive tenant   | create policy p on item using (true); create policy q on item as restrictive using OWN
            everybody's work     | create policy p on item using (id > 0) with check (true); \
                                   create policy q on item as restrictive to public using OWN with check OWN
            soft deletion        | alter table item add deleted boolean not null default false; \
                                   create policy p on item using (OWN and not deleted)
            a system role        | create policy p on item using OWN; \
                                   create policy tenant_system on item to system using (true) with check (true)
            odd names and texts  | alter table item add "or ""and (" boolean; \
                                   create policy "or '(' ""and" on item using \
                                   (OWN and "or ""and (" is null and 'it''s (or' <> E'a\\'(b')
            twice                | create policy p on item using OWN; create policy q on item for select using OWN
            own rows by halves   | create policy p on item using ((OWN and id < 3) or (OWN and id >= 3))
            """)
    void made_by_hand(String making, String policies) {
        bench.with(TenantRlsSettings.RUNTIME_ROLE, null).correct().rows();
        bench.policies(policies.replace("OWN", OWN_ROWS).replace("TENANT", TENANT));
        isolates();
    }

    @Test
    void by_the_tests_own_statements() {
        database.empty();
        TestSchema schema = TestSchema.of(database);
        schema.table("item", "id bigint primary key");
        schema.table("item_tags", "item_id bigint not null references item, tags varchar(255)");
        database.sql(
                Role.OWNER,
                "alter table item add unique (tenant_id, id)",
                "alter table item_tags drop constraint item_tags_item_id_fkey",
                "alter table item_tags add foreign key (tenant_id, item_id) references item (tenant_id, id)");
        bench.rows();
        isolates();
    }

    @ParameterizedTest
    @ValueSource(classes = {Mapped.ByTenantId.class, Mapped.ByAttribute.class})
    void with_the_tenant_column_mapped(Class<?> entity) {
        RuleBench mapped = new RuleBench(database, entity).correct().rows();
        assertThat(mapped.visibleTo(Tenants.A)).containsExactly(1L);
        mapped.clean();
    }

    @ParameterizedTest
    @CsvSource({"text, x, y", "varchar, x, y", "bigint, 1, 2", "integer, 1, 2"})
    void with_a_tenant_column_of_another_type(String type, String tenant, String other) {
        String variable = "current_setting('org.tenant', true)";
        String condition = "(\"Org\" = "
                + (type.equals("text") || type.equals("varchar") ? variable : "nullif(" + variable + ", '')::" + type)
                + ")";
        Factories factories = Factories.on(database, Item.class)
                .with(TenantRlsSettings.COLUMN_TYPE, type)
                .with(TenantRlsSettings.COLUMN, "\"Org\"")
                .with(TenantRlsSettings.VARIABLE, "org.tenant");
        database.empty();
        factories.createSchema();
        try (SessionFactory factory = factories.open()) {
            List.of(tenant, other).forEach(each -> insertItem(factory, each));
            assertThat(visible(factory, tenant)).containsExactly((long) tenant.charAt(0));
            database.sql(
                    Role.OWNER,
                    "alter policy tenant_isolation on item using " + condition + " with check " + condition,
                    "alter policy tenant_floor on item using " + condition + " with check " + condition);
            assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
            assertThat(visible(factory, tenant)).containsExactly((long) tenant.charAt(0));
        }
    }

    private static void insertItem(SessionFactory factory, String tenant) {
        Item item = new Item();
        item.id = tenant.charAt(0);
        TenantContext.runAs(tenant, () -> factory.inTransaction(session -> session.persist(item)));
    }

    private static List<Long> visible(SessionFactory factory, String tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.callInTransaction(
                        em -> em.createQuery("select id from item", Long.class).getResultList()));
    }

    private void isolates() {
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        bench.refuses(Tenants.A, "insert into item (id, tenant_id) values (9, '" + Tenants.B + "')");
        bench.clean();
    }
}
