// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Map;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.cache.internal.RegionFactoryInitiator;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Keeps rows of one tenant out of another's entries in the second-level cache, and what the system writes from leaving old
 * ones; found by Hibernate itself.
 *
 * <p>Puts a layer around the region factory of persistence units that use this library's connection provider and have a
 * cache.
 */
public final class RlsCacheContributor implements ServiceContributor {

    /** Called by Hibernate. */
    public RlsCacheContributor() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder serviceRegistryBuilder) {
        serviceRegistryBuilder.addInitiator(new Initiator());
    }

    private static final class Initiator extends RegionFactoryInitiator {
        @Override
        public RegionFactory initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            RegionFactory factory = super.initiateService(settings, registry);
            if (factory instanceof NoCachingRegionFactory || !Activation.isActive(settings)) {
                return factory;
            }
            return new GuardedRegionFactory(
                    factory, RlsConfiguration.of(settings).columnType());
        }
    }
}
