// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTables;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.List;
import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;

/**
 * Has each factory that uses this library's connection provider verified before it is handed out, according to {@link
 * io.github.tenantrls.TenantRlsSettings#VERIFICATION}; found by Hibernate itself.
 */
public final class RlsIntegrator implements Integrator {

    /** Called by Hibernate. */
    public RlsIntegrator() {}

    /**
     * Takes from the mapping what the verification needs, and leaves the rest to be done after the schema export.
     *
     * @throws io.github.tenantrls.TenantRlsException if a setting cannot be read
     */
    @Override
    public void integrate(
            Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor sessionFactory) {
        Map<String, Object> settings = bootstrapContext
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        if (Activation.isActive(settings)) {
            List<TenantTable> tables =
                    TenantTables.of(metadata, sessionFactory.getSqlStringGenerationContext(), settings);
            RlsVerifier.register(sessionFactory, tables, settings);
            sessionFactory.addObserver(new StartVerification(settings));
        }
    }
}
