// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What entities, collections and natural identifiers in the second-level cache have in common, seen through {@link
 * SystemWrites}: all that the system does to an entry makes it a writer, and reaches no entry.
 */
abstract class GuardedAccess<A extends CachedDomainDataAccess> implements CachedDomainDataAccess {

    final A access;
    final SystemWrites writes;

    GuardedAccess(A access, SystemWrites writes) {
        this.access = access;
        this.writes = writes;
    }

    @Override
    public final @Nullable Object get(SharedSessionContractImplementor session, Object key) {
        return writes.mayRead(session) ? access.get(session, key) : null;
    }

    @Override
    public final boolean putFromLoad(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        return writes.put(session, () -> access.putFromLoad(session, key, value, version));
    }

    @Override
    public final boolean putFromLoad(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object version,
            boolean minimalPutOverride) {
        return writes.put(session, () -> access.putFromLoad(session, key, value, version, minimalPutOverride));
    }

    @Override
    public final @Nullable SoftLock lockItem(
            SharedSessionContractImplementor session, Object key, @Nullable Object version) {
        return writes.isBegunBy(session) ? null : access.lockItem(session, key, version);
    }

    @Override
    public final void unlockItem(SharedSessionContractImplementor session, Object key, @Nullable SoftLock lock) {
        if (!writes.isPastCache(session)) {
            access.unlockItem(session, key, lock);
        }
    }

    @Override
    public final void remove(SharedSessionContractImplementor session, Object key) {
        if (!writes.isBegunBy(session)) {
            access.remove(session, key);
        }
    }

    @Override
    public final void removeAll(SharedSessionContractImplementor session) {
        if (!writes.isBegunBy(session)) {
            access.removeAll(session);
        }
    }

    @Override
    public final DomainDataRegion getRegion() {
        return access.getRegion();
    }

    @Override
    public final AccessType getAccessType() {
        return access.getAccessType();
    }

    @Override
    public final boolean contains(Object key) {
        return access.contains(key);
    }

    @Override
    public final SoftLock lockRegion() {
        return access.lockRegion();
    }

    @Override
    public final void unlockRegion(SoftLock lock) {
        access.unlockRegion(lock);
    }

    @Override
    public final void evict(Object key) {
        access.evict(key);
    }

    @Override
    public final void evictAll() {
        access.evictAll();
    }
}
