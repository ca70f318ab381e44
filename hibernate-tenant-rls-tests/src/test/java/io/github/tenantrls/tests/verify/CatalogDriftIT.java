// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that weaken the isolation behind a running application: the next verification reports them. */
@ExtendWith(DatabaseExtension.class)
class CatalogDriftIT {

    private final Database database;
    private final String login;

    CatalogDriftIT(Database database) {
        this.database = database;
        login = database.name() + "_login";
    }

    @BeforeEach
    void a_correct_schema_and_a_login_of_its_own() {
        database.empty();
        Factories.on(database, Item.class).createSchema();
        database.sql(
                Role.SUPERUSER,
                "create role " + login + " login password 'x' in role app",
                "create role " + login + "_boss bypassrls");
    }

    @AfterEach
    void drop_it() {
        database.sql(
                Role.SUPERUSER,
                "alter database " + database.name() + " reset app.current_tenant",
                "alter database " + database.name() + " reset row_security",
                "reassign owned by " + login + " to owner",
                "drop owned by " + login,
                "drop role " + login,
                "drop role " + login + "_boss");
    }

    /** %1$s is the login role of the application, %2$s the database. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            RLS002 | public.item    | alter table item disable row level security
            RLS003 | public.item    | alter table item no force row level security
            RLS004 | public.item    | drop policy tenant_isolation on item; drop policy tenant_floor on item
            RLS013 | public.item    | drop policy tenant_isolation on item
            RLS016 | public.item    | drop policy tenant_floor on item; alter policy tenant_isolation on item to owner
            RLS012 | public.item    | drop policy tenant_floor on item; alter policy tenant_isolation on item with check (true)
            RLS031 | public.copy    | set role owner; create table copy () inherits (item)
            RLS005 | %1$s           | alter role %1$s superuser
            RLS006 | %1$s           | alter role %1$s bypassrls
            RLS007 | %1$s           | grant %1$s_boss to %1$s
            RLS008 | public.item    | alter table item owner to %1$s
            RLS008 | public.item    | grant owner to %1$s
            RLS015 | public.item    | drop policy tenant_floor on item; alter policy tenant_isolation on item using (id > 0) with check (true)
            RLS011 | public.item    | drop policy tenant_floor on item; create policy wide on item using (true)
            RLS043 | public.item    | drop policy tenant_floor on item
            RLS020 | %2$s           | alter database %2$s set app.current_tenant = 'x'
            RLS020 | %1$s           | alter role %1$s set app.current_tenant = 'x'
            RLS029 | public.v       | create view v as select * from item; grant select on v to app
            RLS030 | public.v       | create materialized view v as select * from item; grant select on v to app
            RLS033 | public.f()     | create function f() returns bigint security definer set search_path = public, pg_temp \
                     language sql as 'select count(*) from item'
            RLS034 | public.f()     | create function f() returns bigint security definer language sql as 'select 1::bigint'
            RLS035 | public.item    | grant truncate on item to app
            RLS035 | public.item    | grant all on item to public
            RLS036 | public.f(text) | create function f(a text) returns boolean leakproof language sql as 'select true'
            RLS040 | item_tags      | alter table item_tags rename to labels
            RLS041 | %2$s           | alter database %2$s set row_security = off
            RLS044 | owner          | alter default privileges for role owner in schema public grant select on tables to public
            RLS047 | %1$s           | revoke app from %1$s; grant usage on schema public to %1$s
            RLS048 | public         | grant create on schema public to public
            """)
    void is_reported_by_the_next_verification(String rule, String subject, String drift) {
        assertReported(rule, subject, drift);
    }

    /** A partition does not have the policies of its parent, and default privileges open it to the application. */
    @Test
    void a_partition_that_is_attached_is_reported_too() {
        database.empty();
        database.sql(Role.OWNER, "create table item (id bigint primary key) partition by range (id)");
        Factories.on(database, Item.class).schema("update");
        assertReported(
                "RLS031",
                "public.item_1",
                "set role owner; create table item_1 (like item including all);"
                        + " alter table item attach partition item_1 for values from (1) to (1000)");
    }

    private void assertReported(String rule, String subject, String drift) {
        try (SessionFactory factory = Factories.on(database, Item.class)
                .with(JdbcSettings.JAKARTA_JDBC_USER, login)
                .with(JdbcSettings.JAKARTA_JDBC_PASSWORD, "x")
                .with(TenantRlsSettings.VERIFICATION, "fail")
                .open()) {
            long rows = TenantContext.callAs(
                    Tenants.A,
                    () -> factory.callInTransaction(em -> em.createQuery("select count(*) from item", Long.class)
                            .getSingleResult()));
            assertThat(rows).isZero();
            RlsVerifier verifier = RlsVerifier.of(factory);
            assertThat(verifier.verify().findings()).isEmpty();
            database.sql(Role.SUPERUSER, drift.formatted(login, database.name()));
            assertThat(verifier.verify().findings())
                    .extracting(Finding::rule, Finding::subject)
                    .contains(tuple(rule, subject.formatted(login, database.name())));
        }
    }
}
