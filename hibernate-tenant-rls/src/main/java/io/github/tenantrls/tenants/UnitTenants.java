// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * A persistence unit, whose tenants they are.
 *
 * @param factory its factory
 * @param directory where they are found and changed
 */
record UnitTenants(SessionFactoryImplementor factory, TenantDirectory directory) implements TenantsOwner {

    /**
     * The unit of a factory.
     *
     * @throws TenantRlsException if it does not use this library's connection provider
     */
    static UnitTenants of(EntityManagerFactory factory) {
        SessionFactoryImplementor sessionFactory = factory.unwrap(SessionFactoryImplementor.class);
        MultiTenantConnectionProvider<?> provider =
                sessionFactory.getServiceRegistry().getService(MultiTenantConnectionProvider.class);
        if (provider == null || !provider.isUnwrappableAs(TenantDirectory.class)) {
            throw new TenantRlsException("This EntityManagerFactory has no table of tenants, because it does not use"
                    + " RlsConnectionProvider; name it in hibernate.multi_tenant_connection_provider");
        }
        return new UnitTenants(sessionFactory, provider.unwrap(TenantDirectory.class));
    }

    @Override
    public List<TenantTable> tables() {
        return RlsVerifier.of(factory).tables();
    }

    @Override
    public ForEachTenant forEach(Iterable<?> tenants) {
        return ForEachTenant.of(factory, tenants);
    }
}
