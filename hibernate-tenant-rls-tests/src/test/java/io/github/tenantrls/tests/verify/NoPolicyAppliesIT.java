// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables and roles to which no policy applies: one tenant reads the rows of all, until the SQL of the finding was run. */
@ExtendWith(DatabaseExtension.class)
class NoPolicyAppliesIT {

    private final RuleBench bench;

    NoPolicyAppliesIT(Database database) {
        bench = new RuleBench(database, Item.class);
    }

    @AfterEach
    void drop_roles() {
        bench.dropRoles();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RLS001 | drop policy tenant_isolation on item; drop policy tenant_floor on item; \
                     alter table item disable row level security
            RLS002 | alter table item disable row level security
            """)
    void rls001_and_rls002_a_table_without_protection(String rule, String fault) {
        bench.correct().rows().fault(fault);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart(rule);
        bench.mends(bench.finds(rule, Severity.CRITICAL, "public.item"));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @Test
    void rls003_the_owner_of_a_table_that_is_not_forced() {
        bench.correct().rows().fault("alter table item no force row level security");
        bench.logInAs(Role.OWNER);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart("RLS003");
        bench.logInAs(Role.APP);
        bench.refusesStart("RLS003");
        bench.mends(bench.finds("RLS003", Severity.HIGH, "public.item"));
        bench.logInAs(Role.OWNER);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"RLS005, superuser", "RLS006, bypassrls"})
    void rls005_and_rls006_a_role_that_is_exempt(String rule, String attribute) {
        bench.correct().rows();
        String login = bench.logInAs(bench.role("login", "login password 'x' in role app " + attribute));
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L, 2L, 3L, 4L);
        bench.refusesStart(rule);
        Finding finding = bench.finds(rule, Severity.CRITICAL, login);
        bench.mends(finding);
        assertThat(bench.visibleTo(Tenants.A)).containsExactly(1L);
    }
}
