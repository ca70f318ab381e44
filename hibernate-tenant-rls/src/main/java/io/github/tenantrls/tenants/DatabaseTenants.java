// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.jdbc.TenantConnections;
import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.internal.tenants.UnitConnections;
import io.github.tenantrls.schema.TenantTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A database without a persistence unit, whose tenants they are. Needs no Hibernate.
 *
 * @param directory where they are found and changed
 * @param tables the tables that have rows of theirs
 */
record DatabaseTenants(TenantDirectory directory, List<TenantTable> tables) implements TenantsOwner {

    /** The database of a {@code DataSource}; see {@link Tenants#of(DataSource, List, Map)}. */
    static DatabaseTenants of(DataSource system, List<TenantTable> tables, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        if (!RlsConfiguration.ofDatabase(settings).system().isConfigured()) {
            all.put(TenantRlsSettings.SYSTEM_DATASOURCE, system);
        }
        RlsConfiguration configuration = RlsConfiguration.ofDatabase(all);
        TenantConnections connections =
                new TenantConnections(configuration, asSystem -> system.getConnection(), "The system has no identity");
        connections.mayBeShared(); // a DataSource does not tell whether it takes part in transactions of JTA
        UnitConnections both =
                new UnitConnections(system::getConnection, connections::forSystem, TenantContext.Call::call);
        return new DatabaseTenants(new TenantDirectory(configuration, both), List.copyOf(tables));
    }

    @Override
    public ForEachTenant forEach(Iterable<?> tenants) {
        throw new TenantRlsException(directory.configuration().owner()
                + ": work for each tenant is done in sessions of Hibernate; get the tenants by"
                + " Tenants.of(entityManagerFactory)");
    }
}
