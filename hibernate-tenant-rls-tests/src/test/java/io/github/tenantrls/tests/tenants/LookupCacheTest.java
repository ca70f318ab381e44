// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.internal.tenants.LookupCache;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was read before a change is not remembered after it. */
class LookupCacheTest {

    private final LookupCache cache = new LookupCache(new Remembering());

    @Test
    void a_value_is_looked_up_once() throws SQLException {
        assertThat(cache.get("a", String.class, () -> "first")).isEqualTo("first");
        assertThat(cache.get("a", String.class, () -> "second")).isEqualTo("first");
        cache.forget("a");
        assertThat(cache.get("a", String.class, () -> "third")).isEqualTo("third");
    }

    @Test
    void a_change_during_the_lookup_keeps_its_result_from_being_remembered() throws SQLException {
        String read = cache.get("a", String.class, () -> {
            cache.forget("a"); // another thread has changed it, after this one has read
            return "before";
        });
        assertThat(read).isEqualTo("before");
        assertThat(cache.get("a", String.class, () -> "after")).isEqualTo("after");
    }

    private static final class Remembering implements LookupCache.Entries {

        private final Map<Object, Object> entries = new HashMap<>();

        @Override
        public @Nullable Object get(Object key) {
            return entries.get(key);
        }

        @Override
        public void put(Object key, Object value) {
            entries.put(key, value);
        }

        @Override
        public void remove(Object key) {
            entries.remove(key);
        }
    }
}
