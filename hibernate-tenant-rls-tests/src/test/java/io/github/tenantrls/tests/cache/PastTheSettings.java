// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cfg.CacheSettings;

/** Starts Hibernate with a region factory that is given to it as a service. */
final class PastTheSettings {

    private PastTheSettings() {}

    static void open(Map<String, Object> settings) {
        Object regions = settings.get(CacheSettings.CACHE_REGION_FACTORY);
        StandardServiceRegistry services = new StandardServiceRegistryBuilder()
                .applySettings(settings)
                .addService(RegionFactory.class, (RegionFactory) regions)
                .build();
        try (SessionFactory factory = new MetadataSources(services)
                .addAnnotatedClasses(Library.ENTITIES)
                .buildMetadata()
                .buildSessionFactory()) {
            throw new AssertionError("It started: " + factory);
        } finally {
            StandardServiceRegistryBuilder.destroy(services);
        }
    }
}
