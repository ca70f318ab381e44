// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** (b): this library, with its defaults. */
final class LibraryTenancy extends UnmappedTenancy {

    @Override
    Map<String, Object> settings(DataSource dataSource) {
        return Map.of(
                DATA_SOURCE,
                dataSource,
                PROVIDER,
                RlsConnectionProvider.class.getName(),
                RESOLVER,
                RlsTenantResolver.class.getName(),
                "hibernate.tenant_rls.runtime_role",
                Tenancy.RUNTIME_ROLE);
    }

    @Override
    void runAs(UUID tenant, Runnable work) {
        TenantContext.runAs(tenant, work::run);
    }
}
