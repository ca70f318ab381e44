// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import java.util.List;
import org.hibernate.cfg.MappingSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about what the runtime role is and owns finds its fault, nothing else does, and its SQL mends it. */
@ExtendWith(DatabaseExtension.class)
class RoleRulesIT {

    private static final String IDS = "select id from item order by id";

    private final Database database;
    private final RuleBench bench;

    RoleRulesIT(Database database) {
        this.database = database;
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
    }

    @ParameterizedTest
    @CsvSource({"superuser, false", "bypassrls, false", "superuser, true", "bypassrls, true"})
    void rls007_a_member_of_a_role_that_bypasses(String attribute, boolean indirect) {
        bench.correct().rows();
        String login = bench.logIn();
        String exempt = bench.role("exempt", attribute);
        bench.fault("grant select on item to " + exempt, "grant usage on schema public to " + exempt);
        bench.clean();
        String group = bench.role("team", "");
        bench.fault("grant " + exempt + " to " + (indirect ? group : login), "grant " + group + " to " + login);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(bench.numbers(Tenants.A, IDS, "set local role " + exempt)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS007");
        Finding finding = bench.finds("RLS007", Severity.HIGH, login);
        assertThat(finding.message()).contains(exempt);
        assertThat(finding.mending())
                .singleElement()
                .asString()
                .startsWith("revoke \"" + (indirect ? group : exempt) + "\" from \"" + login + "\"");
        bench.mends(finding);
    }

    @Test
    void rls007_an_admin_of_a_role_that_bypasses() {
        bench.correct().rows();
        assumeThat(bench.version()).as("memberships with an admin option only").isGreaterThanOrEqualTo(160_000);
        String login = bench.logIn();
        String exempt = bench.role("exempt", "bypassrls in role app");
        bench.fault("grant " + exempt + " to " + login + " with admin true, inherit false, set false");
        assertThat(bench.numbers(Tenants.A, IDS, "grant " + exempt + " to " + login, "set local role " + exempt))
                .containsExactly(1L, 2L, 3L, 4L);
        bench.mends(bench.finds("RLS007", Severity.HIGH, login));
    }

    @Test
    void rls007_a_superuser_who_only_works_as_another_role() {
        bench.correct().rows();
        String login = bench.logInAs(bench.role("super", "login password 'x' superuser in role app"));
        bench.fault("alter role " + login + " set role = app");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        assertThat(bench.numbers(Tenants.A, IDS, "set role none")).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS007");
        Finding finding = bench.finds("RLS007", Severity.HIGH, "app");
        assertThat(finding.message()).contains(login, "set role none");
        bench.mends(finding);
    }

    @Test
    void rls007_is_no_fault_where_set_role_does_not_lead_there() {
        bench.correct();
        String login = bench.logIn();
        String exempt = bench.role("exempt", "superuser");
        String group = bench.role("team", "");
        bench.fault("grant " + group + " to " + login, "grant " + group + " to " + exempt)
                .clean();
        if (bench.version() >= 160_000) {
            bench.fault("grant " + exempt + " to " + login + " with inherit true, set false")
                    .clean();
        }
    }

    @Test
    void rls008_owns_a_table() {
        bench.correct().rows();
        String login = bench.logIn();
        bench.fault(
                "alter table item add column n serial",
                "alter table item owner to " + login,
                "revoke all on item, item_n_seq from app");
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
        List<Long> seen = bench.as(Tenants.A, em -> {
            em.createNativeQuery("alter table item disable row level security").executeUpdate();
            List<Long> ids = em.createQuery("select id from item", Long.class).getResultList();
            em.createNativeQuery("alter table item enable row level security").executeUpdate();
            return ids;
        });
        assertThat(seen).hasSize(4);
        bench.refusesStart("RLS008");
        bench.mends(bench.finds("RLS008", Severity.HIGH, "public.item"));
        assertThat(bench.numbers(Tenants.A, IDS, "insert into item (id) values (5)"))
                .containsExactly(1L, 5L);
        assertThat(database.value(Role.OWNER, "select relowner::regrole from pg_class where relname = 'item'"))
                .isEqualTo("owner");
    }

    @Test
    void rls008_is_a_member_of_the_owner() {
        bench.correct();
        String login = bench.logIn();
        String group = bench.role("team", "in role app");
        bench.fault("alter table item_tags owner to " + group, "grant " + group + " to " + login);
        bench.refusesStart("RLS008");
        Finding finding = bench.finds("RLS008", Severity.HIGH, "public.item_tags");
        assertThat(finding.message()).contains("member of " + group);
        bench.mends(finding);
    }

    @Test
    void rls008_is_a_member_of_the_owner_of_all() {
        bench.correct();
        bench.fault(
                "create materialized view m as select id from item",
                "alter materialized view m owner to owner",
                "grant owner to " + bench.logIn());
        List<Finding> findings = bench.report().findings();
        assertThat(findings).extracting(Finding::rule).containsExactly("RLS008", "RLS008");
        bench.mends(findings.get(1));
    }

    @Test
    void rls008_and_rls048_say_nothing_of_an_owner_that_rls007_names() {
        bench.correct();
        String login = bench.logIn();
        String boss = bench.role("boss", "bypassrls");
        bench.fault(
                "alter table item owner to " + boss,
                "alter schema public owner to " + boss,
                "grant " + boss + " to " + login);
        bench.mends(bench.finds("RLS007", Severity.HIGH, login));
    }

    @Test
    void rls048_says_nothing_of_the_owner_of_a_schema_alone_that_rls007_names() {
        bench.correct();
        String login = bench.logIn();
        String boss = bench.role("boss", "bypassrls");
        bench.fault("alter schema public owner to " + boss, "grant usage on schema public to owner");
        bench.clean();
        bench.fault("grant " + boss + " to " + login);
        bench.mends(bench.finds("RLS007", Severity.HIGH, login));
    }

    @Test
    void rls008_a_new_owner_is_made_where_there_is_none_that_is_fit() {
        String schema = database.name() + "_s";
        bench.with(MappingSettings.DEFAULT_SCHEMA, schema);
        database.sql(Role.OWNER, "create schema " + schema, "grant usage on schema " + schema + " to app");
        bench.correct();
        String login = bench.logIn();
        try {
            bench.fault(
                    "alter table " + schema + ".item owner to " + login,
                    "alter schema " + schema + " owner to " + login,
                    "alter database " + database.name() + " owner to " + login);
            List<Finding> findings = bench.report().findings();
            assertThat(findings).extracting(Finding::rule).containsExactly("RLS008", "RLS048");
            findings.forEach(finding -> bench.fault(finding.mendingScript()));
            bench.clean();
            List<Long> seen = bench.as(Tenants.A, em -> {
                em.persist(new Item());
                return em.createQuery("select id from item", Long.class).getResultList();
            });
            assertThat(seen).containsExactly(0L);
        } finally {
            database.sql(
                    Role.SUPERUSER,
                    "alter database " + database.name() + " owner to owner",
                    "drop schema " + schema + " cascade",
                    "drop role if exists " + schema + "_owner");
        }
    }

    @Test
    void rls008_is_no_fault_of_those_who_only_have_grants() {
        bench.correct();
        String group = bench.role("team", "");
        bench.fault("grant " + group + " to " + bench.logIn(), "grant select on item to " + group);
        bench.clean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rls047_the_configured_role_is_not_the_one_that_works(boolean exists) {
        bench.correct().rows();
        String login = bench.logInAs(bench.role("login", "login password 'x'"));
        bench.fault("grant select, insert, update, delete on item, item_tags to " + login);
        bench.fault("grant usage on schema public to " + login);
        if (!exists) {
            bench.with(TenantRlsSettings.RUNTIME_ROLE, login + "_misspelt");
        }
        String another = "create policy preview on item using (true)";
        bench.fault(another);
        assertThat(bench.visibleTo(Tenants.A))
                .as("the floor is not for this role")
                .hasSize(4);
        bench.fault("drop policy preview on item").refusesStart("RLS047");
        Finding finding = bench.finds("RLS047", Severity.MEDIUM, login);
        assertThat(finding.message()).contains("hibernate.tenant_rls.runtime_role names", exists ? "app" : "misspelt");
        if (exists) {
            bench.mends(finding).fault(another);
            assertThat(bench.visibleTo(Tenants.A)).as("now it is").containsExactly(1L);
        } else {
            assertThat(finding.mending()).isEmpty();
        }
    }

    /** To inherit what the owner may do would be worse than what is found. */
    @Test
    void rls047_the_configured_role_owns_a_table() {
        bench.correct();
        String login = bench.logIn();
        bench.with(TenantRlsSettings.RUNTIME_ROLE, "owner");
        assertThat(bench.finds("RLS047", Severity.MEDIUM, login).mending()).isEmpty();
        bench.with(TenantRlsSettings.RUNTIME_ROLE, bench.role("other", ""));
        assertThat(bench.finds("RLS047", Severity.MEDIUM, login).mending())
                .as("the control: one that owns nothing")
                .isNotEmpty();
    }

    @Test
    void rls047_a_member_that_does_not_inherit() {
        bench.correct();
        String login = bench.logInAs(bench.role("login", "login noinherit password 'x' in role app"));
        bench.fault(
                "grant select, insert, update, delete on item, item_tags to " + login,
                "grant usage on schema public to " + login);
        bench.mends(bench.finds("RLS047", Severity.MEDIUM, login));
    }

    @Test
    void rls047_is_no_fault_where_the_role_is_inherited_or_none_is_configured() {
        bench.correct().logIn();
        bench.clean();
        bench.logInAs(bench.role("other", "login password 'x'"));
        bench.fault("grant usage on schema public to " + database.name() + "_other");
        bench.with(TenantRlsSettings.RUNTIME_ROLE, null).clean();
    }
}
