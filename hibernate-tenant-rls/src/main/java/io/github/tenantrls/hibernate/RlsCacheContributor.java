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
 * Keeps what the system writes from leaving old entries in the second-level cache; found by Hibernate itself.
 *
 * <p>Puts a layer around the region factory of persistence units that use this library's connection provider, have a
 * cache, and have an identity for work of the system.
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
            RlsConfiguration configuration = RlsConfiguration.of(settings);
            return configuration.system().isConfigured()
                    ? new GuardedRegionFactory(
                            factory, configuration.columnType().system())
                    : factory;
        }
    }
}
