// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.startup;

import io.github.tenantrls.TenantRlsSettings;
import java.util.Map;
import org.hibernate.cfg.MultiTenancySettings;

/** What a factory is built with. */
public enum Setup {
    /** The library is there, and is told that this unit works without: the entities are not isolated. */
    HIBERNATE("hibernate", Map.of(TenantRlsSettings.VERIFICATION, "off")),

    UNVERIFIED("library", library("off")),

    /** As is the default. */
    VERIFIED("verified", library("fail"));

    /** What figures call it by. */
    public final String title;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable map
    final Map<String, String> settings;

    Setup(String title, Map<String, String> settings) {
        this.title = title;
        this.settings = settings;
    }

    private static Map<String, String> library(String verification) {
        return Map.of(
                MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER,
                "io.github.tenantrls.hibernate.RlsConnectionProvider",
                MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
                "io.github.tenantrls.hibernate.RlsTenantResolver",
                TenantRlsSettings.RUNTIME_ROLE,
                "app",
                TenantRlsSettings.VERIFICATION,
                verification,
                "hibernate.agroal.maxSize",
                "2");
    }
}
