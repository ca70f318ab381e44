// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.util.Map;
import org.hibernate.cfg.MultiTenancySettings;

/** Whether a persistence unit uses this library: what Hibernate finds by itself is found for every unit. */
final class Activation {

    private Activation() {}

    static boolean isActive(Map<String, ?> settings) {
        Object provider = settings.get(MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER);
        return provider instanceof RlsConnectionProvider
                || provider == RlsConnectionProvider.class
                || RlsConnectionProvider.class.getName().equals(provider);
    }
}
