// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Map;
import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Adds tenant columns, row-level security and policies to Hibernate's schema export; found by Hibernate itself.
 *
 * <p>Does nothing for persistence units that do not use this library's connection provider, and with {@link
 * io.github.tenantrls.TenantRlsSettings#SCHEMA_EXPORT} set to {@code false}.
 */
public final class RlsMappingContributor implements AdditionalMappingContributor {

    /** Called by Hibernate. */
    public RlsMappingContributor() {}

    @Override
    public String getContributorName() {
        return "tenant-rls";
    }

    @Override
    public void contribute(
            AdditionalMappingContributions contributions,
            InFlightMetadataCollector metadata,
            ResourceStreamLocator resourceStreamLocator,
            MetadataBuildingContext buildingContext) {
        StandardServiceRegistry services = buildingContext.getBootstrapContext().getServiceRegistry();
        Map<String, Object> settings =
                services.requireService(ConfigurationService.class).getSettings();
        if (Activation.isActive(settings) && RlsConfiguration.of(settings).schemaExport()) {
            RlsConnectionProvider provider =
                    services.requireService(MultiTenantConnectionProvider.class).unwrap(RlsConnectionProvider.class);
            contributions.contributeAuxiliaryDatabaseObject(
                    new RlsSchemaObject(metadata, provider.withSystemRole(settings)));
        }
    }
}
