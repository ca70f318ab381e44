// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantColumnType;
import java.util.Map;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * A region factory whose regions the system neither reads nor fills, nor anybody on another tenant's connection, and which
 * are emptied when they have written.
 */
final class GuardedRegionFactory implements RegionFactory {

    private static final long serialVersionUID = 1L;

    private final transient RegionFactory factory;
    private final transient TenantColumnType type;
    private final transient SystemWrites writes;

    GuardedRegionFactory(RegionFactory factory, TenantColumnType type) {
        this.factory = factory;
        this.type = type;
        this.writes = new SystemWrites(factory, type);
    }

    /** Whether it tells the system from tenants by the identifiers of such a column. */
    boolean isFor(TenantColumnType current) {
        return type == current;
    }

    SystemWrites writes() {
        return writes;
    }

    @Override
    public DomainDataRegion buildDomainDataRegion(
            DomainDataRegionConfig regionConfig, DomainDataRegionBuildingContext buildingContext) {
        DomainDataRegion region = factory.buildDomainDataRegion(regionConfig, buildingContext);
        writes.empties(region);
        return new GuardedRegion(region, writes);
    }

    @Override
    public QueryResultsRegion buildQueryResultsRegion(String regionName, SessionFactoryImplementor sessionFactory) {
        QueryResultsRegion region = factory.buildQueryResultsRegion(regionName, sessionFactory);
        writes.empties(region);
        return new GuardedQueryRegion(region, writes);
    }

    /** Holds no rows, and when a table was changed is known for all tenants together. */
    @Override
    public TimestampsRegion buildTimestampsRegion(String regionName, SessionFactoryImplementor sessionFactory) {
        return factory.buildTimestampsRegion(regionName, sessionFactory);
    }

    @Override
    public void start(SessionFactoryOptions settings, Map<String, Object> configValues) {
        factory.start(settings, configValues);
    }

    @Override
    public void stop() {
        factory.stop();
    }

    @Override
    public boolean isMinimalPutsEnabledByDefault() {
        return factory.isMinimalPutsEnabledByDefault();
    }

    @Override
    public AccessType getDefaultAccessType() {
        return factory.getDefaultAccessType();
    }

    @Override
    public String qualify(String regionName) {
        return factory.qualify(regionName);
    }

    @Override
    public CacheTransactionSynchronization createTransactionContext(SharedSessionContractImplementor session) {
        return factory.createTransactionContext(session);
    }

    @Override
    public long nextTimestamp() {
        return factory.nextTimestamp();
    }

    @Override
    public long getTimeout() {
        return factory.getTimeout();
    }
}
