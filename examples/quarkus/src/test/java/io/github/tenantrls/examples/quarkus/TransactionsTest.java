// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionsTest extends EndToEnd {

    @Inject
    EntityManager session;

    @Test
    void what_fails_is_rolled_back() throws SQLException {
        assertThat(as(ACME).post("/probe/failing", "Apollo").statusCode()).isEqualTo(500);

        assertThat(database.truth("select name from project")).containsExactly("Nobody");
        assertThat(json(as(GLOBEX).get("/projects"))).isEqualTo("[]");
    }

    @Test
    void a_transaction_for_another_tenant_is_one_of_its_own() {
        as(GLOBEX).post("/projects", "Borealis");
        as(ACME).post("/projects", "Apollo");

        assertThat(json(as(ACME).post("/probe/also", GLOBEX.toString())))
                .isEqualTo("[\"Apollo\"],[\"Borealis\"],[\"Apollo\"]");
    }

    @Test
    void work_outside_of_a_request_is_done_for_the_tenant_of_its_block() throws Exception {
        as(ACME).post("/projects", "Apollo");
        ExecutorService scheduler = Executors.newSingleThreadExecutor();

        List<String> read = scheduler
                .submit(() -> TenantContext.callAs(
                        ACME,
                        () -> QuarkusTransaction.requiringNew()
                                .call(() -> session.createQuery("select name from Project", String.class)
                                        .getResultList())))
                .get();

        assertThat(read).containsExactly("Apollo");
        scheduler.shutdown();
    }

    @Test
    void a_session_does_not_go_on_for_another_tenant() {
        assertThat(as(ACME).post("/probe/switched", GLOBEX.toString()).body())
                .contains("TenantMismatchException", "this session was opened for another tenant");
    }
}
