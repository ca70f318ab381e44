// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;

/** Collections in the second-level cache, seen through {@link SystemWrites}. */
final class GuardedCollections extends GuardedAccess<CollectionDataAccess> implements CollectionDataAccess {

    GuardedCollections(CollectionDataAccess access, SystemWrites writes) {
        super(access, writes);
    }

    @Override
    public Object generateCacheKey(
            Object id, CollectionPersister collection, SessionFactoryImplementor factory, String tenantIdentifier) {
        return access.generateCacheKey(id, collection, factory, tenantIdentifier);
    }

    @Override
    public Object getCacheKeyId(Object cacheKey) {
        return access.getCacheKeyId(cacheKey);
    }
}
