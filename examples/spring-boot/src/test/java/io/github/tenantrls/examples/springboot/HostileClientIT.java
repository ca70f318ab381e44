// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A client with the credentials of alice, a member of Acme, that wants rows of Globex. */
@RunningApplication
class HostileClientIT {

    private static final String GLOBEX = "bbbbbbbb-0000-4000-8000-000000000002";
    private static final String HOST = "Host: localhost";
    private static final String ALICE = "Authorization: " + Client.basic("alice");

    @LocalServerPort
    private int port;

    private Client client = new Client(0);

    @BeforeEach
    void connect() {
        client = new Client(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"globex", GLOBEX, "BBBBBBBB-0000-4000-8000-000000000002", "bbbbbbbb000040008000000000000002"})
    void another_tenant_is_refused_however_it_is_written(String tenant) throws Exception {
        assertNothing(client.get("/api/projects", "alice", tenant));
    }

    @Test
    void a_tenant_that_is_not_there_is_refused_in_the_same_words_as_one_that_is() throws Exception {
        HttpResponse<String> foreign = client.get("/api/projects", "alice", GLOBEX);
        HttpResponse<String> unknown =
                client.get("/api/projects", "alice", UUID.randomUUID().toString());
        HttpResponse<String> slug = client.get("/api/projects", "alice", "initech");

        assertThat(unknown.statusCode()).isEqualTo(foreign.statusCode()).isEqualTo(slug.statusCode());
        assertThat(unknown.body()).isEqualTo(foreign.body()).isEqualTo(slug.body());
    }

    @Test
    void no_header_is_refused() throws IOException {
        assertNothing(client.raw("GET /api/projects", HOST, ALICE));
    }

    @Test
    void no_credentials_are_refused_before_the_tenant_is_looked_for() throws IOException {
        assertThat(client.raw("GET /api/projects", HOST, "X-Tenant-Id: globex")).startsWith("HTTP/1.1 401");
        assertThat(client.raw("GET /api/projects", HOST, "X-Tenant-Id: initech"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void wrong_credentials_are_refused() throws IOException {
        String wrong = "Authorization: " + Client.basic("mallory");
        assertThat(client.raw("GET /api/projects", HOST, wrong, "X-Tenant-Id: globex"))
                .startsWith("HTTP/1.1 401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "acme,globex",
                "acme;globex",
                "acme globex",
                "%67lobex",
                "glob\u00e9x",
                "\u0000",
                "..",
                "*",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void garbage_is_refused(String garbage) throws IOException {
        assertNothing(client.raw("GET /api/projects", HOST, ALICE, "X-Tenant-Id: " + garbage));
    }

    @Test
    void a_header_of_many_kilobytes_is_refused() throws IOException {
        assertNothing(client.raw("GET /api/projects", HOST, ALICE, "X-Tenant-Id: " + "g".repeat(4000)));
    }

    @Test
    void two_headers_that_contradict_each_other_are_refused() throws IOException {
        assertNothing(client.raw("GET /api/projects", HOST, ALICE, "X-Tenant-Id: acme", "X-Tenant-Id: globex"));
        assertNothing(client.raw("GET /api/projects", HOST, ALICE, "x-tenant-id: globex", "X-TENANT-ID: acme"));
    }

    /** Most of these Spring Security refuses already. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/../api/projects",
                "/actuator/..;/api/projects",
                "/actuator/%2e%2e/api/projects",
                "/actuator/%252e%252e/api/projects",
                "/actuator/..%2fapi/projects",
                "/actuator;/../api/projects",
                "//api/projects",
                "/api//projects",
                "/api/projects;tenant=globex",
                "/API/PROJECTS",
                "/index.html/../api/projects"
            })
    void tricks_with_the_path_find_nothing(String path) throws IOException {
        assertNothing(client.raw("GET " + path, HOST, ALICE, "X-Tenant-Id: globex"));
        assertNothing(client.raw("GET " + path, HOST, ALICE));
    }

    @Test
    void another_ones_project_is_not_found_by_its_number() throws Exception {
        String body = client.get("/api/projects", "bob", "globex").body();
        String id = body.replaceAll("^\\[\\{\"id\":(\\d+).*", "$1");

        assertThat(client.get("/api/projects/" + id, "bob", "globex").statusCode())
                .isEqualTo(200);
        assertThat(client.get("/api/projects/" + id, "alice", "acme").statusCode())
                .isEqualTo(404);
    }

    @Test
    void sql_in_a_parameter_stays_a_parameter() throws Exception {
        assertThat(client.get("/api/projects/search?text=%25%27%20or%20%271%27=%271", "alice", "acme")
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void a_suspended_tenant_is_refused_like_one_that_is_not_there() throws Exception {
        String suspend = "update tenants set status = 'suspended' where slug = 'hooli'";
        String hooli = UUID.randomUUID().toString();
        TestDatabase.server()
                .asSuperuser(
                        "demo",
                        "insert into tenants (id, slug, name) values ('" + hooli
                                + "', 'hooli', 'Hooli'); insert into membership values ('alice', '" + hooli + "'); "
                                + suspend);
        assertNothing(client.get("/api/projects", "alice", "hooli"));
    }

    private static void assertNothing(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("No such resource").doesNotContain("Boreas");
    }

    private static void assertNothing(String answer) {
        assertThat(answer).containsPattern("^HTTP/1.1 40[014] ").doesNotContain("Boreas", "Apollo");
    }
}
