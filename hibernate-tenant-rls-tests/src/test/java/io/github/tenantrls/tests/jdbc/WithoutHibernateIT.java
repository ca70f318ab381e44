// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.schema.TenantsTableDdl;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;

/** An application without Hibernate works, for tenants and for the system: in a JVM of its own. */
@ExtendWith(DatabaseExtension.class)
class WithoutHibernateIT {

    private final Database database;

    WithoutHibernateIT(Database database) {
        this.database = database;
    }

    @Test
    void it_needs_the_driver_and_jboss_logging_alone() throws Exception {
        Bound.createItems(database);
        database.sql(
                Role.OWNER,
                TenantsTableDdl.of(Map.of(TenantRlsSettings.RUNTIME_ROLE, database.user(Role.SWITCHING)))
                        .migration(" "));
        database.sql(
                Role.SUPERUSER, "insert into tenants (id, slug, name) values ('" + Tenants.A + "', 'acme', 'Acme')");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(PlainApplication.class, RlsDataSource.class, Driver.class, Logger.class),
                        PlainApplication.class.getName(),
                        database.url(),
                        database.user(Role.SWITCHING),
                        database.password(Role.SWITCHING),
                        Tenants.A.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains(
                        "Hibernate: false",
                        "tenant: " + Bound.ROWS,
                        "a tenant that is not known is refused: true",
                        "system: " + 4 * Bound.ROWS)
                .doesNotContain("NoClassDefFoundError");
    }

    private static String classPath(Class<?>... types) {
        return Arrays.stream(types)
                .map(WithoutHibernateIT::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
