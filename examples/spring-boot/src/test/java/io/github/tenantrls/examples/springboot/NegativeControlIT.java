// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The same application on a database without policies: it does not start, and if it is made to, tenants see each other's rows. */
@ExtendWith(OutputCaptureExtension.class)
class NegativeControlIT {

    private static final UUID ACME = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000001");

    private static Map<String, Object> database = Map.of();

    @BeforeAll
    static void drop_the_policies() throws SQLException {
        database = TestDatabase.create("unprotected");
        start(Map.of()).close(); // which makes the tables
        drop();
    }

    @Test
    void the_start_is_refused_and_told_what_to_do(CapturedOutput output) {
        assertThatThrownBy(() -> start(Map.of()))
                .hasStackTraceContaining(IsolationException.class.getName())
                .hasStackTraceContaining("RLS002");
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "the start is refused, because the database would not isolate")
                .containsPattern("Action:\\s+Run the SQL below as the owner of the tables");
    }

    @Test
    void with_the_verification_off_the_leak_shows() {
        try (ConfigurableApplicationContext context = start(Map.of("hibernate.tenant-rls.verification", "off"))) {
            Projects projects = context.getBean(Projects.class);
            List<Project> seen = TenantContext.callAs(ACME, () -> projects.findAll());
            assertThat(seen).extracting(Project::name).contains("Apollo", "Boreas");
        }
    }

    @Test
    void health_is_down_until_the_policies_are_back() throws SQLException {
        Map<String, Object> settings =
                Map.of("hibernate.tenant-rls.verification", "off", "hibernate.tenant-rls.health.cache-ttl", "0s");
        try (ConfigurableApplicationContext context = start(settings)) {
            HealthIndicator indicator = context.getBean("tenantRlsHealthIndicator", HealthIndicator.class);
            Health health = indicator.health(true);
            assertThat(health).isNotNull().extracting(Health::getStatus).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(health))
                    .contains("critical=[RLS00", "public.project")
                    .doesNotContain("alter table", "app_system");

            TestDatabase.server()
                    .asSuperuser(
                            "unprotected",
                            "alter table project enable row level security; alter table project force row level security");
            assertThat(indicator.health(true))
                    .isNotNull()
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.UP);
        } finally {
            drop();
        }
    }

    private static void drop() throws SQLException {
        TestDatabase.server()
                .asSuperuser(
                        "unprotected",
                        "alter table project disable row level security; alter table project no force row level security");
    }

    private static ConfigurableApplicationContext start(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(database);
        properties.put("server.port", "0");
        properties.putAll(settings);
        return new SpringApplicationBuilder(Application.class)
                .properties(properties)
                .run();
    }
}
