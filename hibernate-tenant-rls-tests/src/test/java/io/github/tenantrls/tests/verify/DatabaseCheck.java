// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.verify.DatabaseVerifier;
import io.github.tenantrls.verify.VerificationReport;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Verifies a database in a JVM that has the library and the driver only. */
final class DatabaseCheck {

    private DatabaseCheck() {}

    /** With URL, user, password, and the tenant-scoped tables. */
    public static void main(String[] arguments) {
        for (String absent :
                new String[] {"org.hibernate.SessionFactory", "jakarta.persistence.EntityManagerFactory"}) {
            requireAbsent(absent);
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        IsolationConfig config =
                IsolationConfig.of(Map.of(IsolationConfig.SCOPED, arguments[3]), "tenant-rls.properties");
        DatabaseVerifier verifier =
                DatabaseVerifier.of(dataSource, config.scoped(), config.global(), config.settings());
        VerificationReport report = verifier.verify();
        System.out.println(report);
        System.out.println(verifier.probe());
    }

    private static void requireAbsent(String name) {
        try {
            throw new IllegalStateException(Class.forName(name) + " is there");
        } catch (ClassNotFoundException e) {
            System.out.println("absent: " + e.getMessage());
        }
    }
}
