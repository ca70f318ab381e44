// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DatabaseVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database is verified and probed where there is no Hibernate: in a JVM of its own, with the library and the driver. */
class WithoutHibernateIT extends ProbedItem {

    WithoutHibernateIT(Database database) {
        super(database);
    }

    @Test
    void a_correct_schema_is_clean_and_proved() throws Exception {
        assertThat(check())
                .contains(
                        "absent: org.hibernate.SessionFactory",
                        "absent: jakarta.persistence.EntityManagerFactory",
                        "0 findings in 2 tenant-scoped tables of tenant-rls.properties, seen as role app",
                        "2 of 2 tenant-scoped tables of tenant-rls.properties proved to isolate");
    }

    @Test
    void a_fault_is_found_and_refuted() throws Exception {
        database.sql(Role.OWNER, "alter table item disable row level security");
        assertThat(check())
                .contains("CRITICAL RLS002", "public.item: refuted, because rows are visible without a tenant")
                .doesNotContain("Exception", "NoClassDefFoundError");
    }

    /** What it says. */
    private String check() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Stream.of(DatabaseVerifier.class, DatabaseCheck.class, PGSimpleDataSource.class)
                                .map(WithoutHibernateIT::place)
                                .collect(Collectors.joining(File.pathSeparator)),
                        DatabaseCheck.class.getName(),
                        database.url(),
                        database.user(Role.APP),
                        database.password(Role.APP),
                        "public.item, public.item_tags")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
