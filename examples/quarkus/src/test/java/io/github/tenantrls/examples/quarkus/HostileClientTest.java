// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HostileClientTest extends EndToEnd {

    @BeforeEach
    void a_row_to_be_stolen() {
        assertThat(as(ACME).post("/projects", "Apollo").statusCode()).isEqualTo(200);
    }

    @Test
    void without_a_token_nothing_is_handled() {
        assertThat(as(ACME).with("").get("/projects").statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_that_somebody_else_has_signed_does_not_hold() throws NoSuchAlgorithmException {
        Client forger = as(ACME).with(new Issuer().token("user", ACME));

        assertThat(forger.get("/projects").statusCode()).isEqualTo(401);
    }

    @Test
    void whoever_may_not_act_for_the_tenant_learns_no_more_than_of_one_that_does_not_exist() {
        Client stranger = as(GLOBEX);
        Set<String> answers = Stream.of(
                        stranger.stating(ACME.toString()),
                        stranger.stating(INITECH.toString()),
                        stranger.stating("garbage"),
                        stranger.stating())
                .map(client -> client.get("/projects"))
                .map(response -> response.statusCode() + " "
                        + response.headers().firstValue("Content-Type").orElse("") + " "
                        + response.headers().firstValue("Cache-Control").orElse("") + " " + response.body())
                .collect(Collectors.toSet());

        assertThat(answers)
                .singleElement()
                .asString()
                .startsWith("404 application/problem+json")
                .contains(" no-store ");
    }

    @Test
    void two_tenants_in_one_request_are_refused_in_either_order() {
        Client user = as(GLOBEX);

        assertThat(user.stating(GLOBEX.toString(), ACME.toString())
                        .get("/projects")
                        .statusCode())
                .isEqualTo(404);
        assertThat(user.stating(ACME.toString(), GLOBEX.toString())
                        .get("/projects")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"' or true --", "00000000-0000-0000-0000-000000000000", "%2e%2e", "null", "*", "0", "ACME"})
    void what_is_no_identifier_is_refused_and_not_repeated(String stated) {
        HttpResponse<String> response = as(GLOBEX).stating(stated).get("/projects");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain(stated + "\"").doesNotContain("Apollo");
    }

    @Test
    void a_refused_request_writes_nothing() throws Exception {
        as(GLOBEX).stating(ACME.toString()).post("/projects", "Trojan");

        assertThat(database.truth("select name from project where name = 'Trojan'"))
                .isEmpty();
    }

    @Test
    void a_tenant_that_ends_while_the_request_is_handled_is_answered_likewise() {
        String refused = as(GLOBEX).stating(ACME.toString()).get("/projects").body();

        assertThat(as(ACME).get("/probe/suspended").body()).isEqualTo(refused);
        assertThat(as(ACME).get("/probe/unknown").body()).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/open/%2e%2e/projects", "/open/%2E%2E/projects", "/open;x=/%2e%2e/projects", "/open//projects"})
    void a_path_that_only_looks_excluded_needs_a_tenant(String path) {
        Client nobody = as(GLOBEX).stating();

        assertThat(nobody.get("/about").statusCode()).isEqualTo(200);
        assertThat(nobody.get(path).statusCode()).isEqualTo(404);
    }
}
