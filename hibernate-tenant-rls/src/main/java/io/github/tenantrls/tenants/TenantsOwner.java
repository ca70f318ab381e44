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

/** Whose tenants they are: a persistence unit's, or those of a database without one, for which no Hibernate is needed. */
interface TenantsOwner {

    /** Where they are found and changed. */
    TenantDirectory directory();

    /** The tables that have rows of theirs. */
    List<TenantTable> tables();

    /** The rows of one of them. */
    default TenantRows rows(Object tenant) {
        return new TenantRows(directory().configuration().owner(), tables(), tenant);
    }

    /**
     * Something to be done for each of some tenants.
     *
     * @throws TenantRlsException if there is nothing that could do it
     */
    ForEachTenant forEach(Iterable<?> tenants);

    /** A database's; see {@link Tenants#of(DataSource, List, Map)}. */
    static TenantsOwner of(DataSource system, List<TenantTable> tables, Map<String, ?> settings) {
        RlsConfiguration given = RlsConfiguration.ofDatabase(settings);
        Map<String, Object> all = new HashMap<>(settings);
        if (!given.system().isConfigured()) {
            all.put(TenantRlsSettings.SYSTEM_DATASOURCE, system);
        }
        RlsConfiguration configuration = RlsConfiguration.ofDatabase(all);
        TenantConnections connections =
                new TenantConnections(configuration, asSystem -> system.getConnection(), "The system has no identity");
        connections.mayBeShared(); // a DataSource does not tell whether it takes part in transactions of JTA
        return new OfDatabase(
                new TenantDirectory(
                        configuration,
                        new UnitConnections(system::getConnection, connections::forSystem, TenantContext.Call::call)),
                List.copyOf(tables));
    }

    /**
     * A database.
     *
     * @param directory where its tenants are found and changed
     * @param tables the tables that have rows of theirs
     */
    record OfDatabase(TenantDirectory directory, List<TenantTable> tables) implements TenantsOwner {
        @Override
        public ForEachTenant forEach(Iterable<?> tenants) {
            throw new TenantRlsException(directory.configuration().owner()
                    + ": work for each tenant is done in sessions of Hibernate; get the tenants by"
                    + " Tenants.of(entityManagerFactory)");
        }
    }
}
