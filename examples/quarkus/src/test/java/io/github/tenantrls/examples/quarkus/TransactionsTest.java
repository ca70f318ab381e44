// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionsTest extends EndToEnd {

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
    void a_session_does_not_go_on_for_another_tenant() {
        assertThat(as(ACME).post("/probe/switched", GLOBEX.toString()).body())
                .contains("TenantMismatchException", "this session was opened for another tenant");
    }
}
