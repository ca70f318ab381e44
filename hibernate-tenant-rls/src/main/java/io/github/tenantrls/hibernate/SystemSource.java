// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SystemIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/** Where the connections of the system's own login come from: as those of the application, with what differs. */
@SuppressWarnings("deprecation") // Hibernate's older names of these settings are still in use
final class SystemSource {

    private static final String AGROAL = "hibernate.agroal.";

    private static final Set<String> NOT_SHARED = Set.of(
            AgroalPropertiesReader.MIN_SIZE,
            AgroalPropertiesReader.INITIAL_SIZE,
            AgroalPropertiesReader.PRINCIPAL,
            AgroalPropertiesReader.CREDENTIAL);

    private SystemSource() {}

    /**
     * Chooses the source; connects to nothing yet.
     *
     * @throws TenantRlsException if it is not said where the database is
     */
    static ConnectionSource of(
            RlsConfiguration configuration, Map<String, Object> settings, ServiceRegistryImplementor services) {
        SystemIdentity system = configuration.system();
        requireUrl(configuration, system, settings);
        Map<String, Object> own = new HashMap<>(settings);
        ConnectionSource.DATA_SOURCES.forEach(own::remove);
        replace(own, JdbcSettings.DATASOURCE, system.datasource());
        replace(own, JdbcSettings.USER, system.user(), JdbcSettings.JAKARTA_JDBC_USER);
        replace(own, JdbcSettings.PASS, system.password(), JdbcSettings.JAKARTA_JDBC_PASSWORD);
        if (system.url() != null) {
            replace(own, JdbcSettings.URL, system.url(), JdbcSettings.JAKARTA_JDBC_URL);
        }
        own.keySet().removeIf(SystemSource::isForTheApplication);
        return ConnectionSource.of(own, services, configuration.unit() + " (system)");
    }

    private static void requireUrl(
            RlsConfiguration configuration, SystemIdentity system, Map<String, Object> settings) {
        boolean given = system.datasource() != null || system.url() != null;
        if (!given && ConnectionSource.dataSource(settings) != null) {
            throw new TenantRlsException(
                    "Persistence unit " + configuration.unit() + ": where the system logs in is not"
                            + " known, since the application's connections come from a DataSource; set "
                            + TenantRlsSettings.SYSTEM_URL + " or " + TenantRlsSettings.SYSTEM_DATASOURCE);
        }
    }

    /** Its login; and how many connections are kept, since most of the time there is no work for the system's. */
    private static boolean isForTheApplication(String key) {
        return key.startsWith(AGROAL) && NOT_SHARED.contains(key.substring(AGROAL.length()));
    }

    private static void replace(
            Map<String, Object> settings, String key, @Nullable Object value, String... otherNames) {
        settings.remove(key);
        for (String otherName : otherNames) {
            settings.remove(otherName);
        }
        if (value != null) {
            settings.put(key, value);
        }
    }
}
