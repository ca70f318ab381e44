// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.compatibility.Setting.Application;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.verify.RlsVerifier;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;

/** The essentials on one setting: three tenants with rows, and a row of nobody's that no one may see. */
final class Battery {

    private static final List<UUID> TENANTS = List.of(Tenants.A, Tenants.B, Tenants.C);

    private static final int REPETITIONS = 6;

    private final Setting setting;

    private Battery(Setting setting) {
        this.setting = setting;
    }

    /**
     * Runs it.
     *
     * @throws AssertionError if something is not isolated, or costs more than it should
     */
    static void run(Setting setting) throws Exception {
        new Battery(setting).run();
    }

    private void run() throws Exception {
        fill();
        try (Application application = setting.open("fail")) {
            assertThat(RlsVerifier.of(application.factory()).verify().findings())
                    .isEmpty();
            Ways.persist(application.factory(), TENANTS);
            isolates(application.factory());
            systemWorks(application.factory());
            Remains.none(setting, application.factory());
        }
        costsNothing();
        TestSchema.of(setting.database()).unprotect("Note");
        refusesToStart();
        failsWithoutPolicies();
    }

    private void fill() {
        setting.createSchema();
        setting.database()
                .sql(
                        Role.OWNER,
                        "create function notes() returns bigint language sql stable as 'select count(*) from Note'");
        setting.database()
                .sql(
                        Role.SUPERUSER,
                        "insert into Note (id, text, tenant_id) values (-1, 'of nobody', '" + Tenants.NOBODY + "')",
                        "insert into Note_tags (Note_id, tags, tenant_id) values (-1, 'of nobody', '" + Tenants.NOBODY
                                + "')",
                        "insert into Ticket (text, tenant_id) values ('of nobody', '" + Tenants.NOBODY + "')");
    }

    private static void isolates(SessionFactory factory) {
        for (UUID tenant : TENANTS) {
            TenantContext.runAs(tenant, () -> {
                Ways.reads(factory, tenant);
                Ways.writes(factory, tenant);
            });
        }
    }

    private static void systemWorks(SessionFactory factory) {
        List<Long> all = TenantContext.callAsSystem(
                "compatibility",
                () -> factory.fromTransaction(
                        session -> session.createSelectionQuery("select count(*) from Note", Long.class)
                                .getResultList()));
        assertThat(all).containsExactly(TENANTS.size() + 1L);
    }

    /** Two round trips for a transaction of one statement: the binding travels with it, and there is the commit. */
    private void costsNothing() {
        if (!setting.url().equals(setting.database().url())) {
            return; // what PgBouncer does in between is not ours
        }
        try (Application application = setting.open("off", setting.database().proxiedUrl())) {
            TenantContext.runAs(Tenants.A, () -> {
                find(application.factory());
                setting.database().roundTrips().reset();
                for (int i = 0; i < REPETITIONS; i++) {
                    find(application.factory());
                }
            });
            assertThat(setting.database().roundTrips().count())
                    .as("round trips of %s transactions of one statement", REPETITIONS)
                    .isEqualTo(2L * REPETITIONS);
        }
    }

    private static void find(SessionFactory factory) {
        factory.inTransaction(
                session -> assertThat(session.find(Note.class, -1L)).isNull());
    }

    /** Once the policies are gone. */
    private void refusesToStart() {
        assertThatThrownBy(() -> setting.open("fail").close())
                .isInstanceOf(IsolationException.class)
                .hasMessageContaining("RLS001");
    }

    /** The control: so it was the policies that the rest holds by. */
    private void failsWithoutPolicies() {
        try (Application application = setting.open("off")) {
            Throwable leak = catchThrowable(
                    () -> TenantContext.runAs(Tenants.A, () -> Ways.reads(application.factory(), Tenants.A)));
            assertThat(leak)
                    .as("the battery on a table without policies")
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("of nobody");
        }
    }

    /** The SQLSTATE of what PostgreSQL said. */
    static String state(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "none: " + failure;
    }
}
