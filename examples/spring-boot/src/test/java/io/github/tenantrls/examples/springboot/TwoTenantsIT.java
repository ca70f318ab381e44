// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two tenants, over HTTP. */
@RunningApplication
class TwoTenantsIT {

    private static final String ACME = "aaaaaaaa-0000-4000-8000-000000000001";

    @LocalServerPort
    private int port;

    private Client client = new Client(0);

    @BeforeEach
    void connect() {
        client = new Client(port);
    }

    @Test
    void each_sees_its_own_projects() throws Exception {
        assertThat(client.get("/api/projects", "alice", "acme").body())
                .contains("Apollo", "Artemis")
                .doesNotContain("Borealis", "Boreas");
        assertThat(client.get("/api/projects", "bob", "globex").body())
                .contains("Borealis", "Boreas")
                .doesNotContain("Apollo", "Artemis");
    }

    @Test
    void native_sql_without_a_condition_sees_them_alone_too() throws Exception {
        assertThat(client.get("/api/projects/search?text=o", "alice", "acme").body())
                .contains("Apollo")
                .doesNotContain("Boreas");
    }

    @Test
    void the_identifier_does_as_well_as_the_slug() throws Exception {
        assertThat(client.get("/api/projects", "alice", ACME).body()).contains("Apollo");
    }

    @Test
    void who_is_a_member_of_both_sees_each_by_itself() throws Exception {
        assertThat(client.get("/api/projects", "carol", "acme").body())
                .contains("Apollo")
                .doesNotContain("Boreas");
        assertThat(client.get("/api/projects", "carol", "globex").body())
                .contains("Boreas")
                .doesNotContain("Apollo");
    }

    @Test
    void what_one_adds_the_other_does_not_find() throws Exception {
        HttpResponse<String> added = client.post("/api/projects", "alice", "acme", "{\"name\":\"Agena\"}");
        assertThat(added.statusCode()).isEqualTo(201);
        String path = "/api/projects/" + added.body().replaceAll(".*\"id\":(\\d+).*", "$1");

        assertThat(client.get(path, "alice", "acme").body()).contains("Agena");
        assertThat(client.get(path, "bob", "globex").statusCode()).isEqualTo(404);
    }

    @Test
    void a_callable_of_spring_mvc_works_for_the_tenant_of_its_request() throws Exception {
        assertThat(client.get("/api/callable", "bob", "globex").body())
                .contains("Boreas")
                .doesNotContain("Apollo");
    }

    @Test
    void an_excluded_path_has_no_tenant_whatever_is_stated() throws Exception {
        assertThat(client.get("/actuator/tenant", "alice", "acme").body()).isEqualTo("none");
        assertThat(client.get("/api/tenant", "alice", "acme").body()).isEqualTo(ACME);
    }

    @Test
    void code_may_work_for_another_tenant_within_a_request() throws Exception {
        assertThat(client.get("/api/other", "alice", "acme").body())
                .contains("Boreas")
                .doesNotContain("Apollo");
    }

    @Test
    void the_page_needs_no_tenant() throws IOException {
        assertThat(client.raw("GET /", "Host: localhost")).startsWith("HTTP/1.1 200");
    }

    @Test
    void health_tells_that_it_is_up_without_details() throws IOException {
        assertThat(client.raw("GET /actuator/health", "Host: localhost"))
                .contains("\"status\":\"UP\"")
                .doesNotContain("tables");
    }
}
