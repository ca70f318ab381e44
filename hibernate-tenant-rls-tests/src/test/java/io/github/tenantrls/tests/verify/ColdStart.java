// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.FreshJava;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A start as it is: a JVM that has done nothing before builds a factory, and then verifies for the first time. */
final class ColdStart {

    private static final String RESULT = "verification/bootstrap ";

    private ColdStart() {}

    /** The share of the bootstrap that the verification takes, in a JVM of its own. */
    static double share(Map<String, ?> settings, int entities) throws IOException, InterruptedException {
        return FreshJava.number(
                ColdStart.class,
                RESULT,
                String.valueOf(entities),
                String.valueOf(settings.get(JdbcSettings.JAKARTA_JDBC_URL)),
                String.valueOf(settings.get(JdbcSettings.JAKARTA_JDBC_USER)),
                String.valueOf(settings.get(JdbcSettings.JAKARTA_JDBC_PASSWORD)));
    }

    /** Number of entities, URL, user and password. */
    public static void main(String[] arguments) {
        Class<?>[] entities = LikeEntities.of(Integer.parseInt(arguments[0]));
        long start = System.nanoTime();
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("cold");
        List.of(entities).forEach(configuration::managedClass);
        Map.of(
                        JdbcSettings.JAKARTA_JDBC_URL,
                        arguments[1],
                        JdbcSettings.JAKARTA_JDBC_USER,
                        arguments[2],
                        JdbcSettings.JAKARTA_JDBC_PASSWORD,
                        arguments[3],
                        MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
                        "io.github.tenantrls.hibernate.RlsConnectionProvider",
                        MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
                        "io.github.tenantrls.hibernate.RlsTenantResolver",
                        TenantRlsSettings.RUNTIME_ROLE,
                        arguments[2],
                        TenantRlsSettings.VERIFICATION,
                        "off",
                        "hibernate.agroal.maxSize",
                        "2")
                .forEach(configuration::property);
        try (EntityManagerFactory factory = configuration.createEntityManagerFactory()) {
            long built = System.nanoTime();
            VerificationReport report = RlsVerifier.of(factory).verify();
            long verified = System.nanoTime();
            if (!report.isClean() || report.tables().size() < entities.length) {
                throw new IllegalStateException(report.toString());
            }
            System.out.println(RESULT + (double) (verified - built) / (built - start));
        }
    }
}
