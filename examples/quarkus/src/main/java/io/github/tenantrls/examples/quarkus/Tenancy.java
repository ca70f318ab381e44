// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;

// tag::wiring[]
public class Tenancy {

    @Produces
    @Singleton
    TenantResolver tenants(EntityManagerFactory factory) {
        TenantLookup lookup = TenantLookup.of(factory);
        return TenantResolver.builder()
                .strategies(TenantStrategy.header()) // X-Tenant-Id: the client's word, and so ..
                .lookup(lookup)
                .access(TenantAccess.claim("tenants", lookup)) // .. only what its verified token allows
                .excluded("/about", "/open/*")
                .build();
    }
}
// end::wiring[]
