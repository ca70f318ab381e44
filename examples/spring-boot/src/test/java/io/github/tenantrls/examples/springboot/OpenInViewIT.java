// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** One EntityManager for each request, as Spring Boot has it unless told otherwise; and a pool without auto-commit. */
@ExtendWith(OutputCaptureExtension.class)
class OpenInViewIT {

    private static ConfigurableApplicationContext context;
    private static Client client = new Client(0);
    private static String log = "";

    @BeforeAll
    static void start(CapturedOutput output) {
        Map<String, Object> properties = new HashMap<>(TestDatabase.server().properties());
        properties.put("server.port", "0");
        properties.put("spring.datasource.hikari.auto-commit", "false");
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
}
