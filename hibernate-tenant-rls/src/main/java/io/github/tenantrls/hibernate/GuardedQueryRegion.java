// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** A region with results of queries, seen through {@link SystemWrites}. */
final class GuardedQueryRegion implements QueryResultsRegion {

    private final QueryResultsRegion region;
    private final SystemWrites writes;

    GuardedQueryRegion(QueryResultsRegion region, SystemWrites writes) {
        this.region = region;
        this.writes = writes;
    }

    @Override
    public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
        return writes.mayRead(session) ? region.getFromCache(key, session) : null;
    }

    @Override
    public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
        writes.put(session, () -> {
            region.putIntoCache(key, value, session);
            return true;
        });
    }

    @Override
    public String getName() {
        return region.getName();
    }

    @Override
    public RegionFactory getRegionFactory() {
        return region.getRegionFactory();
    }

    @Override
    public void clear() {
        region.clear();
    }

    @Override
    public void destroy() {
        region.destroy();
    }
}
