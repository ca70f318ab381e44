// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import static java.util.stream.Collectors.joining;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationMode;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTables;
import io.github.tenantrls.verify.RlsVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.ConnectionReleaseMode;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.cache.internal.NoCachingRegionFactory;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cfg.CacheSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.service.spi.SessionFactoryServiceRegistry;
import org.jboss.logging.Logger;

/**
 * Has each factory that uses this library's connection provider verified before it is handed out, according to {@link
 * io.github.tenantrls.TenantRlsSettings#VERIFICATION}; found by Hibernate itself.
 */
public final class RlsIntegrator implements Integrator {

    private static final Logger LOG = Logger.getLogger(RlsIntegrator.class);

    /** Called by Hibernate. */
    public RlsIntegrator() {}

    /**
     * Takes from the mapping what the verification needs, and leaves the rest to be done after the schema export.
     *
     * @throws IsolationException if an entity is tenant-scoped but the unit uses another connection provider
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
            QuarkusBoot.complete(metadata, sessionFactory, settings);
            configureResolver(sessionFactory, configuration);
            if (isJta(bootstrapContext)) {
                refuseHeldConnections(sessionFactory, configuration);
                provider(bootstrapContext).transactionsAreJta();
            }
            SqlStringGenerationContext names = sessionFactory.getSqlStringGenerationContext();
            RlsVerifier.register(
                    sessionFactory,
                    TenantTables.of(metadata, names, settings),
                    TenantTables.others(metadata, names, settings),
                    provider(bootstrapContext).withSystemRole(settings));
            if (configuration.knownTenants()) {
                sessionFactory.addObserver(new KnownTenantsCheck(provider(bootstrapContext)));
            }
            sessionFactory.addObserver(new StartVerification(settings));
            Duration interval = configuration.verificationInterval();
            if (interval != null) {
                sessionFactory.addObserver(new IntervalVerification(configuration.unit(), interval));
            }
            // with the guard off too: what is the system's is guarded in any case
            SwitchGuardListener.register(sessionFactory.getEventEngine().getListenerRegistry(), configuration);
            guardCache(sessionFactory, configuration, provider(bootstrapContext));
        } else {
            refuseUnbound(metadata, sessionFactory, settings);
        }
    }

    /** Leaves what is there to end with the factory. On Hibernate 6.6 the method has to be there. */
    @Override
    public void disintegrate(SessionFactoryImplementor sessionFactory, SessionFactoryServiceRegistry serviceRegistry) {}

    /** Where Hibernate is started in another way than usual, the region factory may not be ours to guard. */
    private static void guardCache(
            SessionFactoryImplementor factory, RlsConfiguration configuration, RlsConnectionProvider provider) {
        RegionFactory regions = factory.getCache().getRegionFactory();
        if (regions instanceof GuardedRegionFactory guarded) {
            QuarkusBoot.requireSameType(guarded, configuration);
            provider.directory().whenChanged(guarded.writes()::clear);
            SystemWriteListener.register(factory.getEventEngine().getListenerRegistry(), guarded.writes());
        } else if (!(regions instanceof NoCachingRegionFactory)) {
            throw new TenantRlsException(
                    "Persistence unit " + configuration.unit() + ": the second-level cache could get"
                            + " rows of one tenant into another's entries, and keep old ones when the system writes, since its"
                            + " region factory was put into place past the settings of Hibernate; set "
                            + CacheSettings.USE_SECOND_LEVEL_CACHE + "=false and "
                            + CacheSettings.USE_QUERY_CACHE + "=false, or name the region factory in "
                            + CacheSettings.CACHE_REGION_FACTORY);
        }
    }

    /** Without the provider nothing would bind a tenant, and nothing be verified; a name with a typo is enough. */
    private static void refuseUnbound(
            Metadata metadata, SessionFactoryImplementor factory, Map<String, Object> settings) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        List<TenantTable> tables = configuration.verification() == VerificationMode.OFF
                ? List.of()
                : TenantTables.of(metadata, factory.getSqlStringGenerationContext(), settings);
        if (!tables.isEmpty()) {
            String unbound = "Persistence unit " + configuration.unit() + ": "
                    + tables.stream()
                            .flatMap(table -> table.entities().stream())
                            .distinct()
                            .sorted()
                            .collect(joining(", "))
                    + " are @TenantScoped, but nothing binds the tenant; set "
                    + MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER + "="
                    + RlsConnectionProvider.class.getName() + ", or " + TenantRlsSettings.VERIFICATION
                    + "=off in a unit that is to work without isolation";
            if (configuration.verification() == VerificationMode.FAIL) {
                throw new IsolationException(unbound);
            }
            LOG.warn(unbound);
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
    private static void refuseHeldConnections(SessionFactoryImplementor factory, RlsConfiguration configuration) {
        PhysicalConnectionHandlingMode mode = factory.getSessionFactoryOptions().getPhysicalConnectionHandlingMode();
        if (mode.getReleaseMode() == ConnectionReleaseMode.ON_CLOSE) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": with "
                    + JdbcSettings.CONNECTION_HANDLING + "=" + mode + " a session holds its connection from one JTA"
                    + " transaction to the next, and the tenant cannot be bound reliably; set it to "
                    + PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION);
        }
    }

    private static boolean isJta(BootstrapContext context) {
        return context.getServiceRegistry()
                .requireService(TransactionCoordinatorBuilder.class)
                .isJta();
    }

    private static RlsConnectionProvider provider(BootstrapContext context) {
        return context.getServiceRegistry()
                .requireService(MultiTenantConnectionProvider.class)
                .unwrap(RlsConnectionProvider.class);
    }
}
