// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.metamodel.model.domain.NavigableRole;

/** A region of the second-level cache with entities, collections and natural identifiers, seen through {@link SystemWrites}. */
final class GuardedRegion implements DomainDataRegion {

    private final DomainDataRegion region;
    private final SystemWrites writes;

    GuardedRegion(DomainDataRegion region, SystemWrites writes) {
        this.region = region;
        this.writes = writes;
    }

    @Override
    public EntityDataAccess getEntityDataAccess(NavigableRole rootEntityRole) {
        return new GuardedEntities(region.getEntityDataAccess(rootEntityRole), writes);
    }

    @Override
    public NaturalIdDataAccess getNaturalIdDataAccess(NavigableRole rootEntityRole) {
        return new GuardedNaturalIds(region.getNaturalIdDataAccess(rootEntityRole), writes);
    }

    @Override
    public CollectionDataAccess getCollectionDataAccess(NavigableRole collectionRole) {
        return new GuardedCollections(region.getCollectionDataAccess(collectionRole), writes);
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
