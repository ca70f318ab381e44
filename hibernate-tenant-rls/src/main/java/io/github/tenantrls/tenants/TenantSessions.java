// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.UserTransaction;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jboss.logging.Logger;

/** Sessions of a persistence unit, each of one tenant and for one transaction. Thread-safe. */
final class TenantSessions {

    private static final Logger LOG = Logger.getLogger(ForEachTenant.class);

    private final EntityManagerFactory factory;
    private final String unit;
    private final TenantColumnType columnType;
    private final TransactionWay transactions;

    private TenantSessions(EntityManagerFactory factory, RlsConfiguration configuration, TransactionWay transactions) {
        this.factory = factory;
        this.unit = configuration.unit();
        this.columnType = configuration.columnType();
        this.transactions = transactions;
    }

    /**
     * The sessions of a factory.
     *
     * @throws TenantRlsException if it does not use this library, or is to use JTA and Hibernate does not know how
     */
    static TenantSessions of(EntityManagerFactory factory) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        if (hibernate.getCurrentTenantIdentifierResolver() == null) {
            throw new TenantRlsException(
                    "This EntityManagerFactory has sessions of no tenant, so nothing can be done for"
                            + " each; name RlsConnectionProvider in "
                            + MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER
                            + " and RlsTenantResolver in " + MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER);
        }
        RlsConfiguration configuration = RlsConfiguration.of(hibernate.getProperties());
        return new TenantSessions(factory, configuration, transactions(hibernate, configuration));
    }

    String unit() {
        return unit;
    }

    /**
     * Runs an action for a tenant, in a transaction.
     *
     * @param ended called when the action has ended, before the transaction does
     * @throws Exception what the action, the commit or Hibernate threw; then the transaction is rolled back
     */
    void run(Object tenant, TenantAction action, Runnable ended) throws Exception {
        TenantContext.runAs(tenant, () -> {
            EntityManager session = factory.createEntityManager(
                    Map.of()); // the one without arguments is another method in Persistence 4
            try {
                requireTenant(session, tenant);
                inTransaction(session, tenant, action, ended);
            } finally {
                close(session);
            }
        });
    }

    private void inTransaction(EntityManager session, Object tenant, TenantAction action, Runnable ended)
            throws Exception {
        try {
            transactions.begin(session);
            try {
                action.run(session, tenant);
            } finally {
                ended.run();
            }
            IntactTransaction.require(session, unit);
            transactions.commit(session);
        } catch (Throwable failure) {
            rollback(session, failure);
            throw failure;
        }
    }

    private void rollback(EntityManager session, Throwable failure) {
        try {
            transactions.rollback(session);
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Where a resolver of the application's own does not go by {@link TenantContext}. */
    private void requireTenant(EntityManager session, Object tenant) {
        Object opened = session.unwrap(Session.class).getTenantIdentifierValue();
        if (opened == null || !columnType.normalize(tenant).equals(columnType.normalize(opened))) {
            throw new TenantMismatchException(
                    "Persistence unit " + unit + ": the session that was opened for a tenant is"
                            + " another's, because " + MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER
                            + " does not go by TenantContext; name RlsTenantResolver there");
        }
    }

    /** The transaction has ended by now, and what came of it does not depend on this. */
    private void close(EntityManager session) {
        try {
            session.close();
        } catch (RuntimeException e) {
            LOG.warnf(e, "Persistence unit %s: a session of a tenant could not be closed after its transaction", unit);
        }
    }

    private static TransactionWay transactions(SessionFactoryImplementor factory, RlsConfiguration configuration) {
        ServiceRegistryImplementor services = factory.getServiceRegistry();
        if (!services.requireService(TransactionCoordinatorBuilder.class).isJta()) {
            return new LocalTransactions();
        }
        UserTransaction transaction = services.requireService(JtaPlatform.class).retrieveUserTransaction();
        if (transaction == null) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": its transactions are those of"
                    + " JTA, but Hibernate knows no UserTransaction to begin them with; name the platform in "
                    + TransactionSettings.JTA_PLATFORM);
        }
        return new JtaTransactions(transaction);
    }
}
