// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Values that follow from their keys alone, kept so that they are not made again. Once there are too many all are forgotten,
 * which costs making them again and nothing else. Thread-safe.
 */
final class Remembered<K, V> {

    private final Map<K, V> values = new ConcurrentHashMap<>();
    private final int most;

    Remembered(int most) {
        this.most = most;
    }

    @Nullable
    V get(K key) {
        return values.get(key);
    }

    /** Keeps a value, and returns it. */
    V keep(K key, V value) {
        if (values.size() >= most) {
            values.clear();
        }
        values.put(key, value);
        return value;
    }
}
