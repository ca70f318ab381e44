// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An application that has neither JUnit nor Envers, Agroal or Caffeine, and nothing that carries contexts, starts with the library, and can assert isolation: in a JVM
 * of its own, as Hibernate looks for services in the system class loader too.
 */
@ExtendWith(DatabaseExtension.class)
class WithoutJunitIT {

    private static final Pattern LEFT_OUT = Pattern.compile(
            "(junit-|opentest4j|apiguardian|archunit|hibernate-envers|agroal-|caffeine-|.*context-propagation"
                    + "|jakarta.enterprise.concurrent|concurro).*\\.jar");
    private static final String ABSENT = "org.junit.jupiter.api.Test,org.junit.jupiter.api.extension.Extension,"
            + "org.hibernate.envers.Audited,io.agroal.api.AgroalDataSource,com.github.benmanes.caffeine.cache.Caffeine,io.micrometer.context.ThreadLocalAccessor,"
            + "org.eclipse.microprofile.context.spi.ThreadContextProvider,"
            + "jakarta.enterprise.concurrent.spi.ThreadContextProvider";

    private final Database database;

    WithoutJunitIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void a_correct_schema() {
        database.empty();
        Factories.on(database, Order.class).createSchema();
    }

    @Test
    void an_application_starts_and_isolation_can_be_asserted() throws Exception {
        assertThat(shop("fail"))
                .contains(
                        "absent: org.junit.jupiter.api.Test",
                        "absent: io.agroal.api.AgroalDataSource",
                        "absent: com.github.benmanes.caffeine.cache.Caffeine",
                        "absent: io.micrometer.context.ThreadLocalAccessor")
                .endsWith("ISOLATED");
    }

    @Test
    void without_policies_the_assertion_fails() throws Exception {
        database.sql(Role.OWNER, "alter table purchase disable row level security");
        assertThat(shop("off"))
                .contains("java.lang.AssertionError: The Purchase with id ", " is not isolated: tenant ")
                .doesNotContain("ISOLATED", "NoClassDefFoundError");
    }

    @Test
    void what_the_extension_checks_finds_a_fault() throws Exception {
        database.sql(Role.OWNER, "alter table purchase no force row level security");
        assertThat(shop("off"))
                .contains("The schema of the tests does not isolate the tenants", "RLS003")
                .doesNotContain("ISOLATED", "NoClassDefFoundError");
    }

    /** What it says. */
    private String shop(String verification) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Shop.class.getName(),
                        database.url(),
                        database.user(Role.APP),
                        database.password(Role.APP),
                        Tenants.A.toString(),
                        Tenants.B.toString(),
                        verification,
                        ABSENT)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !LEFT_OUT.matcher(new File(entry).getName()).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
