// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.OtherJava;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests of this package again on a newer Java, where there are virtual threads, in a JVM of its own. */
@ExtendWith(DatabaseExtension.class)
class NewerJavaIT {

    private static final int WITH_VIRTUAL_THREADS = 21;

    @Test
    void the_tenant_travels_on_a_newer_java_too(Database database) throws Exception {
        assumeTrue(
                Runtime.version().feature() < WITH_VIRTUAL_THREADS,
                "this Java has virtual threads itself, all tests run on it");
        Optional<Path> newer = OtherJava.find(WITH_VIRTUAL_THREADS);
        assumeTrue(
                newer.isPresent(),
                "no Java with virtual threads here; set JAVA_HOME_21 or JAVA_HOME_25, or put a JDK beside the one that runs");
        assertThat(run(newer.get(), database))
                .contains("failures: []", "virtual threads: true")
                .containsPattern("succeeded: 1[2-9][0-9]");
    }

    private static String run(Path java, Database database) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NewerJava.class.getName())
                .redirectErrorStream(true);
        builder.environment()
                .put(
                        "TENANT_RLS_TEST_URL",
                        database.url() + "?user=" + database.user(Role.SUPERUSER) + "&password="
                                + database.password(Role.SUPERUSER));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }
}
