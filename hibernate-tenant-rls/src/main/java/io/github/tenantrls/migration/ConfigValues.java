// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys and values of a configuration, and where each was read. Immutable.
 *
 * @param origin where they come from that have no place of their own
 * @param values those that have a value
 * @param places for a key the file and line, the variable or the flag that it comes from
 */
record ConfigValues(String origin, SortedMap<String, String> values, Map<String, String> places) {

    static ConfigValues of(String origin, Map<String, String> values, Map<String, String> places) {
        SortedMap<String, String> given = new TreeMap<>(values);
        given.values().removeIf(String::isBlank);
        return new ConfigValues(origin, Collections.unmodifiableSortedMap(given), Map.copyOf(places));
    }

    /** The same with other values, an empty one of which takes the key away. */
    ConfigValues with(Map<String, String> changes, String place) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.putAll(changes);
        Map<String, String> from = new TreeMap<>(places);
        changes.keySet().forEach(key -> from.put(key, place));
        return of(origin, changed, from);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** What to throw because of a key or its value. */
    TenantRlsException refused(String key, String what, String remedy) {
        return new TenantRlsException(places.getOrDefault(key, origin) + ": " + what + "; " + remedy);
    }

    /** A key comes from a file, which may hold anything. */
    static String printable(String key) {
        String clean = key.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + ".." : clean;
    }
}
