// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** Settings that are an object, or the name of a class. Immutable. */
record InstanceSettings(WebSettingsReader reader) {

    <T> T needed(String key, Class<T> type) {
        Object value = reader.value(key);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            Class<?> named = value instanceof Class<?> itself ? itself : load(reader.text(key, ""));
            return type.cast(named.getConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw refused(key, type, e);
        }
    }

    /** From where the application is, which may be another place than this library. */
    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, true, application == null ? InstanceSettings.class.getClassLoader() : application);
    }

    private TenantRlsException refused(String key, Class<?> type, @Nullable Throwable cause) {
        return reader.refused(
                key,
                "give a " + type.getName()
                        + ", or the name of such a class with a public constructor without parameters",
                cause);
    }
}
