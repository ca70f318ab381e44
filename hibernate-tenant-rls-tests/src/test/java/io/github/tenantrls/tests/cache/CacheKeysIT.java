// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import jakarta.persistence.SharedCacheMode;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Caches that are set up in another way than that of {@link TenantsCacheIT}. */
@ExtendWith(DatabaseExtension.class)
class CacheKeysIT {

    /** What is read from the database, or kept under keys that hold the tenant whatever the keys factory does. */
    private static final Set<Reading> KEYED_BY_HIBERNATE = Set.of(
            Reading.IDENTIFIERS,
            Reading.HQL,
            Reading.CRITERIA,
            Reading.PROJECTION,
            Reading.NATURAL_ID,
            Reading.NATURAL_ID_ALONE);

    private static Database database;

    @BeforeAll
    static void each_tenant_has_the_identifier_1() {
        Shelves.factories(database).createSchema();
        Shelves.letTenantsShareIdentifiers(database);
        Shelves.OWNERS.forEach(tenant -> Shelves.fill(database, tenant, 1));
    }

    /** The negative control of what is served to a tenant: {@link TenantsCacheIT} fails with such keys. */
    @Test
    void with_keys_without_the_tenant_others_would_get_what_one_has_read() {
        try (SessionFactory leaking = Shelves.factories(database, SimpleCacheKeysFactory.INSTANCE)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            for (Reading reading : Reading.values()) {
                leaking.getCache().evictAllRegions();
                TenantContext.runAs(
                        A,
                        () -> assertThat(reading.in(leaking, 1))
                                .as("%s", reading)
                                .isEqualTo("a"));
                TenantContext.runAs(
                        B,
                        () -> assertThat(reading.in(leaking, 1))
                                .as("%s", reading)
                                .isEqualTo(KEYED_BY_HIBERNATE.contains(reading) ? "b" : "a"));
            }
        }
    }

    @Test
    void all_that_is_mapped_may_be_cached() {
        HibernatePersistenceConfiguration all = new HibernatePersistenceConfiguration("all");
        List.of(Library.ENTITIES).forEach(all::managedClass);
        Shelves.factories(database).settings().forEach(all::property);
        all.sharedCacheMode(SharedCacheMode.ALL);
        try (SessionFactory factory = all.createEntityManagerFactory().unwrap(SessionFactory.class)) {
            for (int i = 0; i < 2; i++) {
                for (UUID tenant : List.of(A, B, C)) {
                    TenantContext.runAs(
                            tenant,
                            () -> assertThat(Reading.NATURAL_ID_ALONE.in(factory, 1))
                                    .isEqualTo(Shelves.letter(tenant)));
                }
            }
            assertThat(factory.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(3);
        }
    }

    @Test
    void a_region_factory_that_is_put_in_past_the_settings_is_refused() {
        assertThatThrownBy(
                        () -> PastTheSettings.open(Shelves.factories(database).settings()))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("rows of one tenant into another")
                .hasMessageContaining("hibernate.cache.use_second_level_cache=false");
    }
}
