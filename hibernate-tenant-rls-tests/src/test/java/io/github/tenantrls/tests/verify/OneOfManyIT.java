// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of tables that are alike only one is read in full; so what is wrong with another must make it unlike. */
@ExtendWith(DatabaseExtension.class)
class OneOfManyIT {

    private static SessionFactory factory;

    private final Database database;

    OneOfManyIT(Database database) {
        this.database = database;
    }

    @BeforeAll
    static void start(Database database) {
        Factories factories = Factories.on(database, LikeEntities.of(8))
                .with(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "true")
                .systemLogin();
        factory = factories.createSchema().open();
    }

    @AfterAll
    static void stop() {
        factory.close();
    }

    @Test
    void all_are_reported_as_checked() {
        assertThat(RlsVerifier.of(factory).verify().tables())
                .hasSize(10)
                .contains("public.like0", "public.like4_tags", "public.like5", "public.like7");
    }

    /** A table that ever had a child stays odd, so that one comes last. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RLS053 | drop policy tenant_system on like5 | create policy tenant_system on like5 to system using (true) with check (true)
            RLS053 | create policy mine on like5 as restrictive using (TENANT) | drop policy mine on like5
            RLS002 | alter table like5 disable row level security | alter table like5 enable row level security
            RLS003 | alter table like5 no force row level security | alter table like5 force row level security
            RLS008 | alter table like5 owner to app | alter table like5 owner to owner
            RLS011 | alter policy tenant_isolation on like5 using (true); alter policy tenant_floor on like5 using (true) | \
            alter policy tenant_isolation on like5 using (TENANT); alter policy tenant_floor on like5 using (TENANT)
            RLS012 | alter policy tenant_isolation on like5 with check (true); drop policy tenant_floor on like5 | \
            alter policy tenant_isolation on like5 with check (TENANT); create policy tenant_floor on like5 as restrictive to app using (TENANT) with check (TENANT)
            RLS015 | create policy another on like5 for select using (attribute6); drop policy tenant_floor on like5 | \
            drop policy another on like5; create policy tenant_floor on like5 as restrictive to app using (TENANT) with check (TENANT)
            RLS017 | alter policy tenant_isolation on like5 using (tenant_id = nullif(current_setting('app.other', true), '')::uuid); drop policy tenant_floor on like5 | \
            alter policy tenant_isolation on like5 using (TENANT); create policy tenant_floor on like5 as restrictive to app using (TENANT) with check (TENANT)
            RLS018 | alter policy tenant_isolation on like5 using (tenant_id = current_setting('app.current_tenant')::uuid) | \
            alter policy tenant_isolation on like5 using (TENANT)
            RLS022 | drop index like4_tags_tenant_id_idx | create index like4_tags_tenant_id_idx on like4_tags (tenant_id)
            RLS023 | alter table like5 alter tenant_id drop not null | alter table like5 alter tenant_id set not null
            RLS025 | alter table like5 alter tenant_id drop default | alter table like5 alter tenant_id set default nullif(current_setting('app.current_tenant', true), '')::uuid
            RLS026 | create unique index bare on like5 (attribute0) | drop index bare
            RLS027 | alter table like5 add constraint bare foreign key (id) references like7 (id) | alter table like5 drop constraint bare
            RLS029 | create view seen as select * from like5; alter view seen owner to postgres; grant select on seen to app | drop view seen
            RLS030 | create materialized view kept as select * from like5; grant select on kept to app | drop materialized view kept
            RLS033 | create function peek() returns bigint language sql security definer as 'select count(*) from public.like5' | drop function peek()
            RLS035 | grant truncate on like5 to app | revoke truncate on like5 from app
            RLS035 | grant references (id) on like5 to app | revoke references (id) on like5 from app
            RLS037 | create function fill() returns trigger language plpgsql as 'begin new.tenant_id := null;return new;end'; \
            create trigger fill before insert on like5 for each row execute function fill(); alter table like5 disable trigger fill | \
            drop trigger fill on like5; drop function fill()
            RLS040 | alter table like5 rename to gone | alter table gone rename to like5
            RLS043 | drop policy tenant_floor on like5 | create policy tenant_floor on like5 as restrictive to app using (TENANT) with check (TENANT)
            RLS031 | create table child () inherits (like5); grant select on child to app | drop table child
            """)
    void what_is_wrong_with_one_of_them_is_found(String rule, String wrong, String right) {
        sql(wrong);
        try {
            assertThat(RlsVerifier.of(factory).verify().findings())
                    .extracting(Finding::rule)
                    .contains(rule);
        } finally {
            sql(right);
        }
        assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
    }

    @Test
    void a_constraint_that_rows_may_break_is_found_with_one_of_them() {
        assumeTrue(
                Integer.parseInt(String.valueOf(database.value(Role.APP, "show server_version_num"))) >= 180_000,
                "before PostgreSQL 18 every not-null constraint holds for all rows");
        what_is_wrong_with_one_of_them_is_found(
                "RLS023",
                "alter table like5 alter tenant_id drop not null; alter table like5 add constraint filled not null tenant_id not valid",
                "alter table like5 alter tenant_id set not null");
    }

    private void sql(String statements) {
        String tenant = "tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid";
        List<String> each = Stream.of(statements.split("; "))
                .map(statement -> statement.replace("TENANT", tenant))
                .toList();
        database.sql(Role.SUPERUSER, each.toArray(String[]::new));
    }
}
