// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application as it is packaged, in a process of its own. */
class StartIT {

    private static final String COLUMN_TYPE_TEXT =
            "-Dquarkus.hibernate-orm.unsupported-properties.\"hibernate.tenant_rls.column_type\"=text";

    private static @Nullable DemoDatabase unprotected;

    @BeforeAll
    static void a_table_without_policies() throws Exception {
        unprotected = DemoDatabase.start();
        database().asSuperuser("create table project (id bigint primary key, name text, tenant_id uuid)");
        database().asSuperuser("grant all on project to app");
    }

    @AfterAll
    static void stop() throws Exception {
        database().close();
    }

    @Test
    void the_demo_is_started_by_itself_and_isolates_its_two_tenants() throws Exception {
        try (Packaged demo = Packaged.start("-Dquarkus.http.port=0")) {
            URI root = URI.create(found(demo, "Listening on: http://0.0.0.0:([0-9]+)", "http://localhost:%s"));
            UUID acme = UUID.fromString(found(demo, "ACME=([0-9a-f-]+);", "%s"));
            UUID globex = UUID.fromString(found(demo, "GLOBEX=([0-9a-f-]+)", "%s"));
            Client ann = new Client(root, found(demo, "ANN=(\\S+)", "%s"), List.of(acme.toString()));
            Client bob = new Client(root, found(demo, "BOB=(\\S+)", "%s"), List.of(globex.toString()));

            assertThat(ann.post("/projects", "Apollo").statusCode()).isEqualTo(200);
            assertThat(ann.get("/projects").body()).isEqualTo("[\"Apollo\"]");
            assertThat(bob.get("/projects").body()).isEqualTo("[]");
            assertThat(bob.stating(acme.toString()).get("/projects").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_database_that_would_not_isolate_refuses_the_start() throws Exception {
        assertThat(refused())
                .contains("the start is refused, because the database would not isolate the tenants", "RLS001");
    }

    @Test
    void another_type_of_the_tenant_column_than_the_build_had_refuses_the_start() throws Exception {
        assertThat(refused(COLUMN_TYPE_TEXT))
                .contains("hibernate.tenant_rls.column_type is another now than when the application was built");
    }

    /** Started on a database with a table, but without policies. */
    private static String refused(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Dquarkus.flyway.migrate-at-start=false");
        all.add("-D" + DemoDatabase.URL + "=" + database().settings().get(DemoDatabase.URL));
        try (Packaged application = Packaged.start(all.toArray(String[]::new))) {
            assertThat(application.exitCode()).isNotZero();
            return application.output();
        }
    }

    private static DemoDatabase database() {
        return Objects.requireNonNull(unprotected);
    }

    private static String found(Packaged application, String pattern, String format) throws Exception {
        Matcher found = application.await(Pattern.compile(pattern));
        return String.format(format, found.group(1));
    }
}
