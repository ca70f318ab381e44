// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two tenants and a hostile client, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotesIT {

    private @Nullable NotesDatabase database;
    private @Nullable NotesServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private String alice = "";
    private String bob = "";
    private String idOfBobs = "";

    @BeforeAll
    void start() throws Exception {
        database = NotesDatabase.start();
        server = new NotesServer(database, 0);
        alice = send("GET", "/login?user=alice").body();
        bob = send("GET", "/login?user=bob").body();
        send("POST", "/notes", alice, "acme", "milk");
        idOfBobs = send("POST", "/notes", bob, "globex", "plutonium").body();
    }

    @AfterAll
    void stop() throws Exception {
        Objects.requireNonNull(server).close();
        Objects.requireNonNull(database).close();
    }

    @Test
    void each_tenant_has_its_notes() throws Exception {
        assertThat(send("GET", "/notes", alice, "acme", "").body()).isEqualTo("milk");
        assertThat(send("GET", "/notes", bob, "globex", "").body()).isEqualTo("plutonium");
        assertThat(send("GET", "/notes/" + idOfBobs, bob, "globex", "").body()).isEqualTo("plutonium");
    }

    @Test
    void who_may_act_for_both_tenants_sees_those_of_one_at_a_time() throws Exception {
        String carol = send("GET", "/login?user=carol").body();
        assertThat(send("GET", "/notes", carol, "acme", "").body()).isEqualTo("milk");
        assertThat(send("GET", "/notes", carol, "globex", "").body()).isEqualTo("plutonium");
    }

    @Test
    void what_needs_no_tenant_has_none() throws Exception {
        assertThat(send("GET", "/health", alice, "acme", "").body()).isEqualTo("up");
    }

    @Test
    void nobody_acts_for_a_tenant_that_his_token_does_not_name() throws Exception {
        assertRefused(send("GET", "/notes", alice, "globex", ""));
        assertRefused(send("POST", "/notes", alice, "globex", "planted"));
        assertThat(send("GET", "/notes", bob, "globex", "").body()).isEqualTo("plutonium");
    }

    @Test
    void a_tenant_that_is_not_there_is_refused_in_the_same_words() throws Exception {
        assertThat(send("GET", "/notes", alice, "nobody", "").body())
                .isEqualTo(send("GET", "/notes", alice, "globex", "").body());
    }

    @Test
    void a_token_that_was_changed_does_not_hold() throws Exception {
        String[] parts = alice.split("\\.", -1);
        String[] others = bob.split("\\.", -1);
        String forged = parts[0] + "." + others[1] + "." + parts[2];
        HttpResponse<String> answer = send("GET", "/notes", forged, "globex", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("invalid-token");
    }

    @Test
    void a_note_of_another_tenant_is_not_there() throws Exception {
        assertThat(send("GET", "/notes/" + idOfBobs, alice, "acme", "").statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "/notes/" + idOfBobs, alice, "acme", "").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/notes/" + idOfBobs, bob, "globex", "").body()).isEqualTo("plutonium");
    }

    @Test
    void injected_sql_sees_the_rows_of_its_tenant() throws Exception {
        assertThat(send("GET", search(), alice, "acme", "").body()).isEqualTo("milk");
    }

    @Test
    void without_policies_injected_sql_sees_all_rows() throws Exception {
        NotesDatabase here = Objects.requireNonNull(database);
        here.asSuperuser("alter table note disable row level security");
        try {
            assertThat(send("GET", search(), alice, "acme", "").body()).isEqualTo("milk\nplutonium");
        } finally {
            here.asSuperuser("alter table note enable row level security");
        }
    }

    private static String search() {
        return "/notes/search?text=" + URLEncoder.encode("' or true order by text --", StandardCharsets.UTF_8);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return http.send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                text());
    }

    private HttpResponse<String> send(String method, String path, String token, String tenant, String body)
            throws Exception {
        return http.send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("X-Tenant-Id", tenant)
                        .header("Content-Type", "text/plain")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                text());
    }

    private HttpRequest.Builder request(String path) {
        URI address = Objects.requireNonNull(server).address();
        return HttpRequest.newBuilder(URI.create("http://localhost:" + address.getPort() + path));
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
