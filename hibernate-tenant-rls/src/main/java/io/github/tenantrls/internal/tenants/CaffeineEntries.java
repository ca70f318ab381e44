// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.tenants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is remembered with Caffeine; the only class that knows it, and loaded only where it is there. Thread-safe. */
final class CaffeineEntries implements LookupCache.Entries {

    private final Cache<Object, Object> cache;

    CaffeineEntries(int size, Duration ttl) {
        cache = Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(ttl)
                .executor(Runnable::run) // no thread of a common pool for a few lines of housekeeping
                .build();
    }

    @Override
    public @Nullable Object get(Object key) {
        return cache.getIfPresent(key);
    }

    @Override
    public void put(Object key, Object value) {
        cache.put(key, value);
    }

    @Override
    public void remove(Object key) {
        cache.invalidate(key);
    }
}
