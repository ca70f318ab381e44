// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** The application on a port of its own, with three tenants and a row of none of them. */
@WithTestResource(Surroundings.class)
abstract class EndToEnd {

    static final UUID ACME = UUID.randomUUID();
    static final UUID GLOBEX = UUID.randomUUID();
    static final UUID INITECH = UUID.randomUUID();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI root;

    final DemoDatabase database = Surroundings.database();

    @BeforeEach
    void rows() throws SQLException {
        database.asSuperuser("delete from project");
        database.asSuperuser("insert into project (id, name, tenant_id) values (-9, 'Nobody', gen_random_uuid())");
    }

    Client as(UUID tenant) {
        return Client.of(root, tenant);
    }

    static String json(HttpResponse<String> response) {
        return response.statusCode() == 200 ? response.body() : response.toString();
    }
}
