// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTables;
import io.github.tenantrls.verify.RlsVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.ConnectionReleaseMode;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;

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
     * @throws TenantRlsException if a setting cannot be read, or the persistence unit is set up in a way in which the
     *     tenant cannot be bound
     */
    @Override
    public void integrate(
            Metadata metadata, BootstrapContext bootstrapContext, SessionFactoryImplementor sessionFactory) {
        Map<String, Object> settings = bootstrapContext
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        if (Activation.isActive(settings)) {
            RlsConfiguration configuration = RlsConfiguration.of(settings);
            configureResolver(sessionFactory, configuration);
            refuseHeldConnectionsUnderJta(bootstrapContext, sessionFactory, configuration);
            List<TenantTable> tables =
                    TenantTables.of(metadata, sessionFactory.getSqlStringGenerationContext(), settings);
            RlsVerifier.register(sessionFactory, tables, settings);
            sessionFactory.addObserver(new StartVerification(settings));
            Duration interval = configuration.verificationInterval();
            if (interval != null) {
                sessionFactory.addObserver(new IntervalVerification(configuration.unit(), interval));
            }
        }
    }

    private static void configureResolver(SessionFactoryImplementor factory, RlsConfiguration configuration) {
        CurrentTenantIdentifierResolver<?> resolver = factory.getCurrentTenantIdentifierResolver();
        if (resolver == null) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": nothing tells Hibernate the"
                    + " tenant of a session; set " + MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER + "="
                    + RlsTenantResolver.class.getName());
        }
        if (resolver instanceof RlsTenantResolver ours) {
            ours.configure(configuration);
        }
    }

    /**
     * A connection that is held while the transaction manager ends one transaction and begins the next looks as if it
     * were in one transaction all the time, with the tenant still bound.
     */
    private static void refuseHeldConnectionsUnderJta(
            BootstrapContext bootstrapContext, SessionFactoryImplementor factory, RlsConfiguration configuration) {
        boolean jta = bootstrapContext
                .getServiceRegistry()
                .requireService(TransactionCoordinatorBuilder.class)
                .isJta();
        PhysicalConnectionHandlingMode mode = factory.getSessionFactoryOptions().getPhysicalConnectionHandlingMode();
        if (jta && mode.getReleaseMode() == ConnectionReleaseMode.ON_CLOSE) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": with "
                    + JdbcSettings.CONNECTION_HANDLING + "=" + mode + " a session holds its connection from one JTA"
                    + " transaction to the next, and the tenant cannot be bound reliably; set it to "
                    + PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION);
        }
    }
}
