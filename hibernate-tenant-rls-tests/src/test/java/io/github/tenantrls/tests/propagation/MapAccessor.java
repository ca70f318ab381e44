// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import io.micrometer.context.ContextAccessor;
import java.util.Map;
import java.util.function.Predicate;

/** A context that is a map. */
@SuppressWarnings("rawtypes")
final class MapAccessor implements ContextAccessor<Map, Map> {

    @Override
    public Class<? extends Map> readableType() {
        return Map.class;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void readValues(Map source, Predicate<Object> keys, Map<Object, Object> target) {
        source.forEach((key, value) -> {
            if (keys.test(key)) {
                target.put(key, value);
            }
        });
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
    public <T> T readValue(Map source, Object key) {
        return (T) source.get(key);
    }

    @Override
    public Class<? extends Map> writeableType() {
        return Map.class;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map writeValues(Map<Object, Object> source, Map target) {
        target.putAll(source);
        return target;
    }
}
