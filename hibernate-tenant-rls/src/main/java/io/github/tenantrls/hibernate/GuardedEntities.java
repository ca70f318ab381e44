// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Entities in the second-level cache, seen through {@link SystemWrites}. */
final class GuardedEntities extends GuardedAccess<EntityDataAccess> implements EntityDataAccess {

    GuardedEntities(EntityDataAccess access, SystemWrites writes) {
        super(access, writes);
    }

    @Override
    public boolean insert(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        return writes.put(session, () -> access.insert(session, key, value, version));
    }

    @Override
    public boolean afterInsert(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        return writes.put(session, () -> access.afterInsert(session, key, value, version));
    }

    @Override
    public boolean update(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object currentVersion,
            @Nullable Object previousVersion) {
        return writes.putOr(
                session,
                () -> access.update(session, key, value, currentVersion, previousVersion),
                () -> access.remove(session, key));
    }

    @Override
    public boolean afterUpdate(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object currentVersion,
            @Nullable Object previousVersion,
            @Nullable SoftLock lock) {
        return writes.putOr(
                session,
                () -> access.afterUpdate(session, key, value, currentVersion, previousVersion, lock),
                () -> access.unlockItem(session, key, lock));
    }

    @Override
    public Object generateCacheKey(
            Object id, EntityPersister entity, SessionFactoryImplementor factory, String tenantIdentifier) {
        return access.generateCacheKey(id, entity, factory, tenantIdentifier);
    }

    @Override
    public Object getCacheKeyId(Object cacheKey) {
        return access.getCacheKeyId(cacheKey);
    }
}
