// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;

/** Makes the factory a bean, as an application server does. */
final class FactoryExtension implements Extension {

    private final EntityManagerFactory factory;

    FactoryExtension(EntityManagerFactory factory) {
        this.factory = factory;
    }

    void add(@Observes AfterBeanDiscovery beans) {
        beans.addBean()
                .types(EntityManagerFactory.class, Object.class)
                .scope(Singleton.class) // Weld gives a proxy of a normal scope, which does not unwrap
                .produceWith(instances -> factory);
    }
}
