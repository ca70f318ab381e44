// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.internal.SessionFactoryOptionsBuilder;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * What is different where Quarkus builds the factory: past Hibernate's builders, with a resolver of its own for the tenants,
 * and from a mapping that was made when the application was built, with the settings of that time.
 */
final class QuarkusBoot {

    /** Knows texts only, and no tenant outside of a request. */
    private static final String RESOLVER =
            "io.quarkus.hibernate.orm.runtime.tenant.HibernateCurrentTenantIdentifierResolver";

    private QuarkusBoot() {}

    /**
     * Refuses a cache that was guarded with another setting than that of now.
     *
     * @throws TenantRlsException if it was
     */
    static void requireSameType(GuardedRegionFactory guarded, RlsConfiguration configuration) {
        if (!guarded.isFor(configuration.columnType())) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": "
                    + TenantRlsSettings.COLUMN_TYPE + " is another now than when the application was built, and the"
                    + " second-level cache would take the system for a tenant; build the application with the value"
                    + " with which it runs");
        }
    }

    /**
     * Does what Hibernate's builders do elsewhere; nothing where it was not Quarkus.
     *
     * @throws TenantRlsException if this version of Quarkus does not allow it
     */
    static void complete(Metadata metadata, SessionFactoryImplementor factory, Map<String, Object> settings) {
        CurrentTenantIdentifierResolver<?> resolver = factory.getCurrentTenantIdentifierResolver();
        if (resolver == null || !resolver.getClass().getName().equals(RESOLVER)) {
            return;
        }
        if (!(factory.getSessionFactoryOptions() instanceof SessionFactoryOptionsBuilder options)) {
            throw new TenantRlsException(
                    "The resolver of Quarkus for the tenants cannot be replaced, since this version"
                            + " of Quarkus builds the factory in a way that this library does not know; use Quarkus 3.34");
        }
        options.applyCurrentTenantIdentifierResolver(new RlsTenantResolver());
        if (RlsSessionFactoryBuilderFactory.readsKeysByReturning(metadata, settings)) {
            options.enableGeneratedKeysSupport(false);
        }
        metadata.getDatabase().getAuxiliaryDatabaseObjects().stream()
                .filter(RlsSchemaObject.class::isInstance)
                .forEach(exported -> ((RlsSchemaObject) exported).configure(settings));
    }
}
