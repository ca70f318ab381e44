// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The sources that there are, found once. Thread-safe. */
final class TenantSources {

    private static final List<TenantSource> ALL =
            ServiceLoader.load(TenantSource.class, TenantSources.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private TenantSources() {}

    /** What the first that knows a tenant says. */
    static @Nullable Object current() {
        for (TenantSource source : ALL) {
            Object tenant = source.current();
            if (tenant != null) {
                return tenant;
            }
        }
        return null;
    }
}
