// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.startup;

import io.github.tenantrls.tests.support.FreshJava;
import io.github.tenantrls.tests.verify.LikeEntities;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.util.List;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A program that builds a factory, and says how long that took. */
public final class ColdFactory {

    private static final String RESULT = "built in ms: ";

    private ColdFactory() {}

    /** Milliseconds that it takes to build a factory, in a JVM of its own. */
    static double measure(Setup setup, int entities, String url, String user, String password)
            throws IOException, InterruptedException {
        return FreshJava.number(ColdFactory.class, RESULT, setup.name(), String.valueOf(entities), url, user, password);
    }

    /** A {@link Setup}, the number of entities, URL, user and password. */
    public static void main(String[] arguments) {
        Class<?>[] entities = LikeEntities.of(Integer.parseInt(arguments[1])); // an application has them compiled
        long start = System.nanoTime();
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("cold");
        List.of(entities).forEach(configuration::managedClass);
        configuration.property(JdbcSettings.JAKARTA_JDBC_URL, arguments[2]);
        configuration.property(JdbcSettings.JAKARTA_JDBC_USER, arguments[3]);
        configuration.property(JdbcSettings.JAKARTA_JDBC_PASSWORD, arguments[4]);
        Setup.valueOf(arguments[0]).settings.forEach(configuration::property);
        try (EntityManagerFactory factory = configuration.createEntityManagerFactory()) {
            double built = (System.nanoTime() - start) / 1e6;
            if (factory.getMetamodel().getEntities().size() != entities.length) {
                throw new IllegalStateException("Not all entities are mapped");
            }
            System.out.println(RESULT + built);
        }
    }
}
