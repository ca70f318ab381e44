// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Warnings;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.util.Throwables;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verification does when an application starts. */
@ExtendWith(DatabaseExtension.class)
class StartIT {

    private final Database database;

    StartIT(Database database) {
        this.database = database;
    }

    @Entity(name = "global")
    static class Global {
        @Id
        long id;
    }

    @BeforeEach
    void two_faults() {
        database.sql(Role.OWNER, "drop table if exists item_tags, item");
        Factories.on(database, Item.class).createSchema();
        database.sql(
                Role.OWNER,
                "alter table item disable row level security",
                "alter table item_tags no force row level security");
    }

    @Test
    void is_refused_with_all_findings_and_the_sql_that_mends_them() {
        Throwable refused = refusal(Factories.on(database, Item.class));
        assertThat(refused)
                .isInstanceOf(IsolationException.class)
                .hasMessageStartingWith("Persistence unit tests: the start is refused")
                .hasMessageContaining("\npublic.item\n  CRITICAL RLS002 policies-without-rls: ")
                .hasMessageContaining("    alter table \"public\".\"item\" enable row level security;")
                .hasMessageContaining("\npublic.item_tags\n  HIGH RLS003 owner-exempt: ")
                .hasMessageContaining("    alter table \"public\".\"item_tags\" force row level security;")
                .hasMessageContaining("hibernate.tenant_rls.verification=warn")
                .hasMessageContaining("hibernate.tenant_rls.verification.ignore")
                .hasMessageContaining("hibernate.tenant_rls.verification.baseline");
    }

    @Test
    void succeeds_once_the_sql_of_the_message_was_run() {
        Throwable refused = refusal(Factories.on(database, Item.class));
        refused.toString()
                .lines()
                .filter(line -> line.startsWith("    "))
                .forEach(sql -> database.sql(Role.OWNER, sql));
        Factories.on(database, Item.class).open().close();
    }

    @Test
    void refused_leaves_no_connection_and_no_thread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        refusal(Factories.on(database, Item.class));
        await("the end of all connections")
                .untilAsserted(() -> assertThat(database.query(
                                Role.SUPERUSER,
                                "select usename from pg_stat_activity where usename = 'app' and datname = '"
                                        + database.name() + "'"))
                        .isEmpty());
        await("the end of all threads")
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .extracting(thread -> thread.getName().toLowerCase(Locale.ROOT))
                        .noneMatch(name -> name.contains("agroal")));
    }

    @Test
    void warns_once_for_each_finding_if_so_set() {
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Item.class)
                        .with(TenantRlsSettings.VERIFICATION, "warn")
                        .open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages()).hasSize(2);
            assertThat(warnings.messages().get(0))
                    .startsWith("Persistence unit tests: RLS002 policies-without-rls (critical) public.item: ")
                    .endsWith("; to mend it: alter table \"public\".\"item\" enable row level security;");
            assertThat(warnings.messages().get(1)).contains("RLS003", "public.item_tags");
        }
    }

    @Test
    void warns_of_what_is_not_bad_enough_to_refuse_it() {
        database.sql(Role.OWNER, "alter table item enable row level security");
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Item.class)
                        .with(TenantRlsSettings.VERIFICATION_FAIL_ON, "critical")
                        .open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages())
                    .singleElement()
                    .asString()
                    .startsWith("Persistence unit tests: RLS003 owner-exempt (high) public.item_tags: ")
                    .endsWith("; to mend it: alter table \"public\".\"item_tags\" force row level security;");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"high", "medium", "low"})
    void is_refused_by_a_finding_as_bad_as_the_threshold_or_worse(String threshold) {
        database.sql(Role.OWNER, "alter table item enable row level security");
        assertThat(refusal(Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION_FAIL_ON, threshold)))
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("RLS003");
    }

    @Test
    void is_refused_with_all_findings_though_only_one_is_bad_enough() {
        assertThat(refusal(Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION_FAIL_ON, "critical")))
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("RLS002")
                .hasMessageContaining("RLS003");
    }

    @Test
    void is_silent_if_so_set() {
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Item.class)
                        .with(TenantRlsSettings.VERIFICATION, "off")
                        .open()) {
            assertThat(warnings.messages()).isEmpty();
            assertThat(RlsVerifier.of(factory).verify().findings()).hasSize(2);
        }
    }

    @Test
    void accepts_what_the_settings_accept() {
        Factories.on(database, Item.class)
                .with(TenantRlsSettings.VERIFICATION_IGNORE, "RLS002:public.item,RLS003")
                .open()
                .close();
    }

    @Test
    void is_refused_if_an_unknown_rule_is_accepted_even_if_nothing_is_verified() {
        assertThat(refusal(Factories.on(database, Item.class)
                        .with(TenantRlsSettings.VERIFICATION, "off")
                        .with(TenantRlsSettings.VERIFICATION_IGNORE, "RLS003,RLS999")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("Persistence unit tests: hibernate.tenant_rls.verification.ignore")
                .hasMessageContaining("accepted are RLS001, RLS002, RLS003, ")
                .hasMessageContaining(", RLS040");
    }

    @Test
    void warns_that_nothing_is_protected_if_no_entity_is_tenant_scoped() {
        try (Warnings warnings = new Warnings("io.github.tenantrls");
                SessionFactory factory = Factories.on(database, Global.class).open()) {
            assertThat(factory.isOpen()).isTrue();
            assertThat(warnings.messages())
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("Persistence unit tests: no entity is @TenantScoped");
        }
    }

    @Test
    void of_units_without_this_library_is_left_alone() {
        try (SessionFactory factory = Factories.on(database, Item.class).openWithoutTenancy(Role.OWNER)) {
            assertThatThrownBy(() -> RlsVerifier.of(factory))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("RlsConnectionProvider");
        }
    }

    @Test
    void a_lost_connection_is_an_error_and_no_report() {
        try (SessionFactory factory = Factories.on(database, Item.class)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            RlsVerifier verifier = RlsVerifier.of(factory);
            verifier.verify();
            database.terminateSessions(Role.APP);
            assertThatThrownBy(verifier::verify)
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageStartingWith(
                            "Persistence unit tests: whether the database isolates the tenants cannot be" + " verified")
                    .hasCauseInstanceOf(SQLException.class);
        }
    }

    private static Throwable refusal(Factories factories) {
        return Throwables.getRootCause(catchThrowable(() -> factories.open().close()));
    }
}
