// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import io.github.tenantrls.TenantContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the tests ask of the application beyond its own endpoints; found by the scan for components. */
final class FurtherWork {

    private FurtherWork() {}

    @Component
    static class Background {

        private final Projects projects;

        Background(Projects projects) {
            this.projects = projects;
        }

        // tag::async[]
        @Async
        CompletableFuture<List<String>> names() {
            return CompletableFuture.completedFuture(
                    projects.findAll().stream().map(Project::name).toList());
        }
        // end::async[]

        @Async
        CompletableFuture<Optional<Object>> tenant() {
            return CompletableFuture.completedFuture(TenantContext.current());
        }
    }

    @Component
    static class Units {

        private final Projects projects;
        private final JdbcClient jdbc;

        Units(Projects projects, JdbcClient jdbc) {
            this.projects = projects;
            this.jdbc = jdbc;
        }

        @Transactional
        List<String> namesByJdbc() {
            return jdbc.sql("select name from project order by name")
                    .query(String.class)
                    .list();
        }

        List<String> namesByJdbcOutside() {
            return jdbc.sql("select name from project order by name")
                    .query(String.class)
                    .list();
        }

        @Transactional(readOnly = true)
        long countInReadOnly() {
            return projects.count();
        }

        @Transactional
        void addAndFail(String name) {
            projects.saveAndFlush(new Project(name));
            throw new IllegalStateException("as the test wants it");
        }

        /** On the server, for as long as its statement timeout lets it. */
        @Transactional
        List<String> slowNames(long millis) {
            jdbc.sql("set local statement_timeout = 100").update();
            jdbc.sql("select pg_sleep(?)")
                    .param(millis / 1000.0)
                    .query(String.class)
                    .list();
            return namesByJdbc();
        }
    }

    @RestController
    static class Endpoints {

        private static final String GLOBEX = "bbbbbbbb-0000-4000-8000-000000000002";

        private final Projects projects;
        private final Units units;

        Endpoints(Projects projects, Units units) {
            this.projects = projects;
            this.units = units;
        }

        @GetMapping("/api/callable")
        Callable<List<String>> callable() {
            return () -> projects.findAllByOrderByName(Limit.of(10)).stream()
                    .map(Project::name)
                    .toList();
        }

        @GetMapping("/api/slow")
        List<String> slow(@RequestParam long millis) {
            return units.slowNames(millis);
        }

        @GetMapping("/api/tenant")
        String tenant() {
            return TenantContext.current().map(Object::toString).orElse("none");
        }

        /** Works for Globex, whomever the request is for; what goes wrong is the answer. */
        @GetMapping("/api/other")
        String other() {
            try {
                return TenantContext.callAs(GLOBEX, () -> projects.findAll()).stream()
                        .map(Project::name)
                        .toList()
                        .toString();
            } catch (RuntimeException e) {
                return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e));
            }
        }

        @GetMapping("/actuator/tenant")
        String excluded() {
            return tenant();
        }
    }
}
