// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Surroundings.class)
class IsolationTest {

    private static final UUID ACME = UUID.randomUUID();
    private static final UUID GLOBEX = UUID.randomUUID();
    private static final UUID INITECH = UUID.randomUUID();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI root;

    @BeforeEach
    void rows() throws SQLException {
        Surroundings.database().asSuperuser("delete from project");
        Surroundings.database()
                .asSuperuser("insert into project (id, name, tenant_id) values (-9, 'Nobody', gen_random_uuid())");
    }

    @Test
    void each_tenant_reads_what_it_has_written_and_nothing_else() {
        Client.of(root, ACME).post("/projects", "Apollo");
        Client.of(root, GLOBEX).post("/projects", "Borealis");

        System.out.println("SPIKE " + Client.of(root, ACME).get("/projects").body());System.out.println("SPIKE " + Client.of(root, ACME).post("/projects", "x").body());
        assertThat(Client.of(root, ACME).get("/projects").body()).isEqualTo("[\"Apollo\"]");
        assertThat(Client.of(root, GLOBEX).get("/projects").body()).isEqualTo("[\"Borealis\"]");
        assertThat(Client.of(root, INITECH).get("/projects").body()).isEqualTo("[]");
        assertThat(Client.of(root, ACME).get("/probe/sql").body()).isEqualTo("[\"Apollo\"]");
        for (String p : List.of("/probe/thread", "/probe/event-loop", "/probe/managed", "/probe/unmanaged", "/probe/system", "/about")) {
            HttpResponse<String> r = Client.of(root, ACME).get(p);
            System.out.println("SPIKE " + p + " " + r + r.body());
        }
        HttpResponse<String> r = Client.of(root, ACME).post("/probe/forged", GLOBEX.toString());
        System.out.println("SPIKE " + r + r.body());
        r = Client.of(root, ACME).post("/probe/failing", "x");
        System.out.println("SPIKE " + r + r.body());
    }
}
