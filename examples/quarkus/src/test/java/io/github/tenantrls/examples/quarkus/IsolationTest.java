// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IsolationTest extends EndToEnd {

    @Test
    void each_tenant_reads_what_it_has_written_and_nothing_else() {
        as(ACME).post("/projects", "Apollo");
        as(GLOBEX).post("/projects", "Borealis");

        assertThat(json(as(ACME).get("/projects"))).isEqualTo("[\"Apollo\"]");
        assertThat(json(as(GLOBEX).get("/projects"))).isEqualTo("[\"Borealis\"]");
        assertThat(json(as(INITECH).get("/projects"))).isEqualTo("[]");
    }

    @Test
    void native_sql_in_a_transaction_is_isolated_too() {
        as(ACME).post("/projects", "Apollo");

        assertThat(json(as(ACME).get("/probe/sql"))).isEqualTo("[\"Apollo\"]");
        assertThat(json(as(GLOBEX).get("/probe/sql"))).isEqualTo("[]");
    }

    /** The negative control: the tests do see a leak where there is one. */
    @Test
    void without_the_policies_everything_would_be_read() throws SQLException {
        as(ACME).post("/projects", "Apollo");
        database.asSuperuser("alter table project disable row level security");
        try {
            assertThat(json(as(GLOBEX).get("/projects"))).isEqualTo("[\"Apollo\",\"Nobody\"]");
        } finally {
            database.asSuperuser("alter table project enable row level security");
        }
        assertThat(json(as(GLOBEX).get("/projects"))).isEqualTo("[]");
    }

    @Test
    void another_tenants_row_is_not_found_by_its_key_though_it_is_in_the_second_level_cache() {
        String id = json(as(ACME).post("/projects", "Apollo"));
        String path = "/projects/" + id;
        assertThat(json(as(ACME).get(path))).isEqualTo("Apollo");
        String hits = json(as(ACME).get("/probe/cache-hits"));
        assertThat(json(as(ACME).get(path))).isEqualTo("Apollo");

        assertThat(json(as(ACME).get("/probe/cache-hits"))).isNotEqualTo(hits);
        assertThat(as(GLOBEX).get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void a_row_cannot_be_written_for_another_tenant() throws SQLException {
        assertThat(json(as(ACME).post("/probe/forged", GLOBEX.toString()))).isEqualTo("42501");
        assertThat(database.truth("select name from project")).containsExactly("Nobody");
    }

    @Test
    void the_system_sees_all_rows_and_the_tenant_is_back_afterwards() {
        as(ACME).post("/projects", "Apollo");
        as(GLOBEX).post("/projects", "Borealis");

        assertThat(json(as(ACME).get("/probe/system"))).isEqualTo("3 " + ACME);
    }

    @Test
    void quarkus_writes_the_policies_into_the_script_for_a_migration() throws Exception {
        assertThat(Files.readString(Path.of("target/create.sql")))
                .contains("create policy tenant_isolation on \"project\"")
                .contains("create policy tenant_floor on \"project\" as restrictive to \"app\"")
                .contains("create policy tenant_system on \"project\" to \"app_system\"");
    }
}
