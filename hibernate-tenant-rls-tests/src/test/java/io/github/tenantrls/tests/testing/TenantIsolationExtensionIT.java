// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static io.github.tenantrls.tests.testing.Samples.RAN;
import static io.github.tenantrls.tests.testing.Samples.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The extension lets the tests of an application run only on a schema, and as a role, on which they say something. */
@ExtendWith(DatabaseExtension.class)
class TenantIsolationExtensionIT {

    /** Given by the extension. */
    private static @Nullable Database database;

    @BeforeEach
    void a_correct_schema() {
        database().empty();
        Factories.on(database(), Order.class).createSchema();
        Samples.reset(database());
    }

    @Test
    void tests_run_on_a_schema_that_isolates_and_get_the_factory() {
        TestRun run = TestRun.of(Samples.ApplicationTests.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(2);
        assertThat(RAN).hasValue(2);
    }

    @Test
    void a_factory_may_come_late() {
        assertThat(TestRun.of(Samples.LateTests.class).failures()).isEmpty();
        assertThat(RAN).hasValue(1);
        database().sql(Role.OWNER, "alter table purchase disable row level security");
        assertThat(failure(Samples.LateTests.class)).hasMessageContaining("RLS002");
        assertThat(RAN).hasValue(1);
    }

    @Test
    void a_factory_that_never_comes_is_a_failure() {
        assertThat(failure(Samples.ForgetfulTests.class)).hasMessageContaining("was given no EntityManagerFactory");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void no_test_runs_where_a_rule_finds_something() {
        database().sql(Role.OWNER, "alter table purchase no force row level security");
        assertThat(failure(Samples.ApplicationTests.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The schema of the tests does not isolate the tenants; correct the migrations")
                .hasMessageContaining("RLS003 owner-exempt")
                .hasMessageContaining("    alter table \"public\".\"purchase\" force row level security;");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void no_test_runs_where_something_crosses_that_no_rule_finds() {
        database()
                .sql(
                        Role.OWNER,
                        "drop policy tenant_floor on purchase",
                        "create function always() returns bool language sql immutable as 'select true'",
                        "create policy more on purchase using (tenant_id is not null and always())");
        assertThat(failure(Samples.ApplicationTests.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The schema of the tests does not isolate the tenants")
                .hasMessageMatching("(?s).*(1 refuted|RLS0).*");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void a_table_that_cannot_be_proved_is_a_failure_unless_it_is_allowed() {
        database()
                .sql(
                        Role.OWNER,
                        "alter table purchase add constraint secret check (item is not null and md5(item) = 'x')");
        assertThat(failure(Samples.ApplicationTests.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("allowingNotProvable(\"schema.table\")")
                .hasMessageContaining(
                        "public.purchase: not provable, because no value was found that check constraint secret");
        assertThat(RAN).hasValue(0);
        assertThat(TestRun.of(Samples.TolerantTests.class).failures()).isEmpty();
        assertThat(RAN).hasValue(1);
    }

    @Test
    void tests_are_refused_as_superuser() {
        Samples.role = Role.SUPERUSER;
        assertThat(failure(Samples.ApplicationTests.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("The tests are refused, because they run as role "
                        + database().user(Role.SUPERUSER) + ", a superuser")
                .hasMessageContaining("create role app login");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void tests_are_refused_as_owner() {
        Samples.role = Role.OWNER;
        assertThat(failure(Samples.ApplicationTests.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "The tests are refused, because they run as role owner, which owns the table purchase");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void tests_are_refused_as_a_role_that_bypasses_policies() {
        String bypass = database().name() + "_bypass";
        database().sql(Role.SUPERUSER, "create role " + bypass + " login bypassrls password 'x'");
        try (SessionFactory opened = Factories.on(database(), Order.class)
                .with("jakarta.persistence.jdbc.user", bypass)
                .with("jakarta.persistence.jdbc.password", "x")
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            Samples.factory = opened;
            assertThat(failure(Samples.GivenTests.class)).hasMessageContaining("which has BYPASSRLS");
        } finally {
            database().sql(Role.SUPERUSER, "drop role " + bypass);
        }
        assertThat(RAN).hasValue(0);
    }

    @Test
    void a_unit_without_tenant_scoped_entities_is_a_failure() {
        assertThat(failure(Samples.UnscopedTests.class))
                .hasMessageStartingWith("No entity of the persistence unit is @TenantScoped");
        assertThat(RAN).hasValue(0);
    }

    @Test
    void a_factory_of_a_unit_is_opened_and_closed() {
        Map<String, Object> owner = login(Role.OWNER);
        owner.put("hibernate.hbm2ddl.auto", "create");
        owner.put(TenantRlsSettings.VERIFICATION, "off");
        Persistence.createEntityManagerFactory("bootstrap", owner).close();
        assertThat(TestRun.of(Samples.UnitTests.class).failures()).isEmpty();
        assertThat(RAN).hasValue(1);
        assertThat(Objects.requireNonNull(Samples.factory).isOpen()).isFalse();
    }

    private static Database database() {
        return Objects.requireNonNull(database);
    }

    private static Throwable failure(Class<?> tests) {
        List<Throwable> failures = TestRun.of(tests).failures();
        assertThat(failures).hasSize(1);
        return failures.get(0);
    }
}
