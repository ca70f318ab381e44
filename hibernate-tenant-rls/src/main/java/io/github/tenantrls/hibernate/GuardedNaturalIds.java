// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** Identifiers by natural identifiers in the second-level cache, seen through {@link SystemWrites}. */
final class GuardedNaturalIds extends GuardedAccess<NaturalIdDataAccess> implements NaturalIdDataAccess {

    GuardedNaturalIds(NaturalIdDataAccess access, SystemWrites writes) {
        super(access, writes);
    }

    @Override
    public boolean insert(SharedSessionContractImplementor session, Object key, Object value) {
        return writes.put(session, () -> access.insert(session, key, value));
    }

    @Override
    public boolean afterInsert(SharedSessionContractImplementor session, Object key, Object value) {
        return writes.put(session, () -> access.afterInsert(session, key, value));
    }

    @Override
    public boolean update(SharedSessionContractImplementor session, Object key, Object value) {
        return writes.putOr(session, () -> access.update(session, key, value), () -> access.remove(session, key));
    }

    @Override
    public boolean afterUpdate(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable SoftLock lock) {
        return writes.putOr(
                session,
                () -> access.afterUpdate(session, key, value, lock),
                () -> access.unlockItem(session, key, lock));
    }

    @Override
    public Object generateCacheKey(
            Object naturalIdValues, EntityPersister entity, SharedSessionContractImplementor session) {
        return access.generateCacheKey(naturalIdValues, entity, session);
    }

    @Override
    public Object getNaturalIdValues(Object cacheKey) {
        return access.getNaturalIdValues(cacheKey);
    }
}
