// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The same with settings that applications may have: one EntityManager for each request, as Spring Boot has it unless told
 * otherwise, a pool without auto-commit, a schema that Hibernate validates, and Micrometer's context propagation.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherSettingsIT {

    private static final UUID GLOBEX = UUID.fromString("bbbbbbbb-0000-4000-8000-000000000002");

    private static ConfigurableApplicationContext context;
    private static Client client = new Client(0);
    private static String log = "";

    @BeforeAll
    static void start(CapturedOutput output) {
        Map<String, Object> properties = new HashMap<>(TestDatabase.server().properties());
        properties.put("server.port", "0");
        properties.put("spring.datasource.hikari.auto-commit", "false");
        properties.put("spring.jpa.hibernate.ddl-auto", "validate");
        properties.put("spring.task.execution.propagate-context", "true");
        properties.put("logging.level.io.github.tenantrls", "warn");
        context = new SpringApplicationBuilder(Application.class)
                .properties(properties)
                .run("--spring.jpa.open-in-view=true");
        client = new Client(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        log = output.getAll();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void the_start_warns_of_it() {
        assertThat(log).contains("spring.jpa.open-in-view is on", "set it to false");
    }

    @Test
    void each_request_works_for_its_tenant() throws Exception {
        assertThat(client.get("/api/projects", "alice", "acme").body())
                .contains("Apollo")
                .doesNotContain("Boreas");
        assertThat(client.get("/api/projects", "bob", "globex").body())
                .contains("Boreas")
                .doesNotContain("Apollo");
    }

    @Test
    void another_tenant_within_a_request_is_refused() throws Exception {
        assertThat(client.get("/api/other", "alice", "acme").body()).contains("TenantMismatchException");
    }

    @Test
    void an_async_method_works_for_the_tenant_of_its_caller_and_leaves_none() throws Exception {
        FurtherWork.Background background = context.getBean(FurtherWork.Background.class);
        for (int i = 0; i < 20; i++) {
            TenantContext.runAs(
                    GLOBEX,
                    () -> assertThat(background.names().get())
                            .contains("Boreas")
                            .doesNotContain("Apollo"));
            assertThat(background.tenant().get()).isEmpty();
        }
    }
}
