// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.Tenant;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Something is done once for each tenant of the table that is active. */
@ExtendWith(DatabaseExtension.class)
class ForEachActiveTenantIT {

    private static Database database;

    private static SessionFactory factory;

    private final Tenants tenants = Tenants.of(factory);

    @BeforeAll
    static void create() {
        factory = Factories.on(database, Job.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .systemLogin()
                .createSchema()
                .open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void nobody() {
        database.sql(Role.SUPERUSER, "delete from tenants");
    }

    @Test
    void each_active_tenant_is_worked_for_and_a_suspended_one_is_not() {
        List<Object> active = List.of(
                tenants.create("acme", "Acme").id(),
                tenants.create("globex", "Globex").id(),
                tenants.create("initech", "Initech").id());
        Tenant suspended = tenants.suspend(tenants.create("hooli", "Hooli").id());
        List<Object> worked = Collections.synchronizedList(new ArrayList<>());
        ForEachReport report = tenants.forEach()
                .listener((progress, run) -> assertThat(progress.total()).hasValue(3))
                .run((em, tenant) -> {
                    worked.add(tenant);
                    em.createNativeQuery("select 1").getSingleResult(); // a suspended one would get no connection
                });
        report.throwIfFailed();
        assertThat(worked).containsExactlyElementsOf(active).doesNotContain(suspended.id());
    }

    @Test
    void more_than_a_page_of_them_are_all_worked_for_once() {
        int many = Tenants.MAX_PAGE + 1;
        database.sql(
                Role.SUPERUSER,
                "insert into tenants (id, slug, name, status) select gen_random_uuid(), 't' || i, 'T', case when i % 2 = 0"
                        + " then 'active' else 'suspended' end from generate_series(1, 2 * " + many + ") as i");
        List<Object> worked = Collections.synchronizedList(new ArrayList<>());
        ForEachReport report = tenants.forEach().parallelism(4).run((em, tenant) -> worked.add(tenant));
        assertThat(report.done()).isEqualTo(many);
        assertThat(worked).hasSize(many).doesNotHaveDuplicates();
    }

    @Test
    void with_no_tenant_nothing_is_done() {
        assertThat(tenants.forEach().run((em, tenant) -> {}).done()).isZero();
    }
}
