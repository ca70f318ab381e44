// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ThreadsTest extends EndToEnd {

    @Test
    void nothing_remains_on_the_threads_that_worked_for_a_tenant() {
        Set<String> worked = new TreeSet<>();
        Set<String> asked = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            worked.add(json(as(ACME).get("/probe/thread")));
            as(ACME).post("/probe/failing", "Apollo");
            asked.add(json(as(ACME).stating().get("/open/thread")));
        }

        assertThat(worked).allMatch(thread -> thread.endsWith(" " + ACME));
        assertThat(asked).isNotEmpty().allMatch(thread -> thread.endsWith(" none"));
        assertThat(asked)
                .map(ThreadsTest::name)
                .containsAnyElementsOf(worked.stream().map(ThreadsTest::name).toList());
    }

    @Test
    void without_a_tenant_there_is_no_connection() {
        assertThat(as(ACME).stating().get("/open/projects").body())
                .contains("MissingTenantException", "a session without a tenant asked for a database connection");
    }

    @Test
    void the_tenant_is_known_on_the_event_loop_and_on_the_worker_to_which_it_hands_over() {
        assertThat(json(as(ACME).get("/probe/event-loop"))).isEqualTo(ACME + " " + ACME);
        assertThat(json(as(ACME).stating().get("/open/thread"))).endsWith(" none");
    }

    @Test
    void a_managed_executor_works_for_the_tenant_and_another_for_none() {
        assertThat(json(as(ACME).get("/probe/managed"))).isEqualTo(ACME.toString());
        assertThat(json(as(ACME).get("/probe/unmanaged"))).isEqualTo("none");
    }

    /** The tenant is the request's, and ends with it, also for what it has left behind. */
    @Test
    void what_one_request_has_put_together_does_not_work_for_its_tenant_in_another() {
        as(ACME).post("/projects", "Apollo");
        assertThat(as(ACME).get("/probe/kept").body()).contains("Apollo");
        assertThat(as(GLOBEX).get("/probe/kept").body()).doesNotContain("Apollo", ACME.toString());
        assertThat(as(ACME).stating().get("/open/thread").body()).contains(" none");
    }

    @Test
    void many_requests_at_once_see_their_own_tenants_rows_only() throws Exception {
        List<UUID> tenants = List.of(ACME, GLOBEX, INITECH);
        tenants.forEach(tenant -> as(tenant).post("/projects", "of " + tenant));
        List<Client> clients = tenants.stream().map(this::as).toList();
        ExecutorService pool = Executors.newFixedThreadPool(12);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Client client = clients.get(i % 3);
            String path = i % 2 == 0 ? "/projects" : "/probe/sql";
            answers.add(pool.submit(() -> json(client.get(path))));
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo("[\"of " + tenants.get(i % 3) + "\"]");
        }
        pool.shutdown();
    }

    private static String name(String answer) {
        return answer.substring(0, answer.indexOf(' '));
    }
}
