// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tenants.Tenants;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Repositories, transactions and background work, for a tenant and without. */
@RunningApplication
class WorkForTenantsIT {

    private static final UUID ACME = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000001");
    private static final UUID GLOBEX = UUID.fromString("bbbbbbbb-0000-4000-8000-000000000002");

    @Autowired
    private Projects projects;

    @Autowired
    private FurtherWork.Background background;

    @Autowired
    private FurtherWork.Units units;

    @Autowired
    private NightlyCount nightly;

    @Autowired
    private Tenants tenants;

    @Autowired
    private AsyncTaskExecutor applicationTaskExecutor;

    @Autowired
    @Qualifier("tenantRlsHealthIndicator")
    private HealthIndicator health;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ThreadPoolTaskScheduler taskScheduler;

    @Test
    void without_a_tenant_a_repository_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> projects.findAll())
                .hasStackTraceContaining(MissingTenantException.class.getName())
                .hasStackTraceContaining("TenantContext.runAs");
    }

    @Test
    void an_async_method_works_for_the_tenant_of_its_caller() throws Exception {
        List<String> names =
                TenantContext.callAs(GLOBEX, () -> background.names().get());
        assertThat(names).contains("Boreas").doesNotContain("Apollo");
    }

    @Test
    void the_thread_of_an_async_method_keeps_nothing_for_the_next() throws Exception {
        for (int i = 0; i < 20; i++) {
            TenantContext.runAs(
                    ACME, () -> assertThat(background.tenant().get()).contains(ACME));
            assertThat(background.tenant().get()).isEmpty();
        }
    }

    @Test
    void a_task_of_the_applications_executor_works_for_the_tenant_of_its_submitter() throws Exception {
        Object tenant = TenantContext.callAs(
                ACME,
                () -> applicationTaskExecutor.submit(TenantContext::required).get());
        assertThat(tenant).isEqualTo(ACME);
    }

    @Test
    void a_scheduled_job_has_no_tenant_and_does_its_work_for_each() throws Exception {
        nightly.count();
        assertThat(nightly.counts()).containsKeys(ACME.toString(), GLOBEX.toString());
        assertThat(nightly.counts().get(GLOBEX.toString())).isPositive();
    }

    @Test
    void a_scheduled_job_without_a_tenant_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> taskScheduler.submit(() -> projects.count()).get())
                .hasStackTraceContaining("Persistence unit default: a session without a tenant asked for a database"
                        + " connection; open it inside of TenantContext.runAs(tenant, ..)");
    }

    @Test
    void jdbc_in_a_transaction_shares_its_connection_and_its_tenant() {
        assertThat(TenantContext.callAs(ACME, units::namesByJdbc))
                .contains("Apollo")
                .doesNotContain("Boreas");
    }

    @Test
    void jdbc_outside_of_a_transaction_sees_nothing() {
        assertThat(TenantContext.callAs(ACME, units::namesByJdbcOutside)).isEmpty();
    }

    @Test
    void a_read_only_transaction_works_for_its_tenant() {
        assertThat(TenantContext.callAs(GLOBEX, units::countInReadOnly)).isPositive();
    }

    @Test
    void what_is_rolled_back_is_in_no_tenant() {
        assertThatThrownBy(() -> TenantContext.runAs(ACME, () -> units.addAndFail("Never")))
                .hasMessage("as the test wants it");
        assertThat(TenantContext.callAs(ACME, () -> projects.search("Never"))).isEmpty();
    }

    @Test
    void the_system_sees_all_by_its_own_login() {
        List<Project> all = TenantContext.callAsSystem("a test", projects::findAll);
        assertThat(all).extracting(Project::name).contains("Apollo", "Boreas");
    }

    @Test
    void the_application_is_not_the_role_that_flyway_is() {
        assertThat(String.valueOf(health.health(true))).contains("UP", "role=app,");
        assertThat(jdbc.sql("select tableowner from pg_tables where tablename = 'project'")
                        .query(String.class)
                        .single())
                .isEqualTo("owner");
    }

    @Test
    void health_is_not_verified_anew_each_time() {
        assertThat(health.health(true)).isNotNull().isEqualTo(health.health(true));
    }

    @Test
    void the_tenants_are_a_bean() {
        assertThat(tenants.findBySlug("acme")).isPresent();
    }
}
