// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import io.github.tenantrls.TenantRlsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/** How the driver and the binding are set. */
enum Setup {
    DEFAULT(dataSource -> {}),
    PREPARED_AT_ONCE(dataSource -> dataSource.setPrepareThreshold(1)),
    NEVER_PREPARED(dataSource -> dataSource.setPrepareThreshold(0)),
    AUTOSAVE(dataSource -> dataSource.setAutosave(AutoSave.ALWAYS)),
    SIMPLE(dataSource -> dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE)),
    SEPARATE(dataSource -> {});

    @SuppressWarnings("ImmutableEnumChecker") // without state
    private final Consumer<PGSimpleDataSource> driver;

    Setup(Consumer<PGSimpleDataSource> driver) {
        this.driver = driver;
    }

    void configure(PGSimpleDataSource dataSource) {
        driver.accept(dataSource);
    }

    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(TenantRlsSettings.MISSING_TENANT, "empty"));
        if (this == SEPARATE) {
            settings.put(TenantRlsSettings.BINDING, "separate");
        }
        return settings;
    }
}
