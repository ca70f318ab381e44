// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.jcache.ConfigSettings;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cfg.CacheSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one tenant loaded is not served to another from a second-level cache, and a cache that would do so is found. */
@ExtendWith(DatabaseExtension.class)
class CacheRulesIT {

    private final Database database;

    CacheRulesIT(Database database) {
        this.database = database;
    }

    @Entity(name = "cached")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @TenantScoped
    static class Cached {
        @Id
        long id;

        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    /** Belongs to no tenant, so all may share its entries. */
    @Entity(name = "country")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    static class Country {
        @Id
        long id;
    }

    @BeforeEach
    void one_row_of_a() {
        database.empty();
        Factories.on(database, Cached.class, Country.class).createSchema();
        database.sql(Role.SUPERUSER, "insert into cached (id, tenant_id) values (1, '" + Tenants.A + "')");
    }

    @Test
    void rls042_a_cache_whose_keys_do_not_hold_the_tenant() {
        Factories factories = with(SimpleCacheKeysFactory.INSTANCE);
        try (SessionFactory factory =
                factories.with(TenantRlsSettings.VERIFICATION, "off").open()) {
            assertThat(found(factory, Tenants.A)).isNotNull();
            assertThat(found(factory, Tenants.B)).as("a row of another tenant").isNotNull();
            List<Finding> findings = RlsVerifier.of(factory).verify().findings();
            assertThat(findings).extracting(Finding::rule).containsOnly("RLS042");
            assertThat(findings).extracting(Finding::severity).containsOnly(Severity.CRITICAL);
            assertThat(findings)
                    .extracting(Finding::subject)
                    .containsExactly(Cached.class.getName(), Cached.class.getName() + ".tags");
            assertThat(findings.get(0).message()).contains("DefaultCacheKeysFactory");
            assertThat(findings.get(0).mending()).isEmpty();
        }
        factories.with(TenantRlsSettings.VERIFICATION, "fail");
        assertThatThrownBy(() -> factories.open().close())
                .hasRootCauseInstanceOf(IsolationException.class)
                .rootCause()
                .hasMessageContaining("RLS042");
    }

    @Test
    void rls042_is_no_fault_of_keys_that_hold_the_tenant() {
        try (SessionFactory factory = with(DefaultCacheKeysFactory.INSTANCE).open()) {
            assertThat(found(factory, Tenants.A)).isNotNull();
            assertThat(factory.getStatistics().getSecondLevelCachePutCount()).isPositive();
            assertThat(found(factory, Tenants.B)).isNull();
            assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
        }
    }

    @Test
    void cached_queries_are_a_tenants_own() {
        try (SessionFactory factory = with(DefaultCacheKeysFactory.INSTANCE)
                .with(CacheSettings.USE_QUERY_CACHE, true)
                .open()) {
            assertThat(ids(factory, Tenants.A)).containsExactly(1L);
            assertThat(ids(factory, Tenants.A)).containsExactly(1L);
            assertThat(factory.getStatistics().getQueryCacheHitCount()).isOne();
            assertThat(ids(factory, Tenants.B)).isEmpty();
        }
    }

    private Factories with(CacheKeysFactory keys) {
        return Factories.on(database, Cached.class, Country.class)
                .with(CacheSettings.CACHE_REGION_FACTORY, new JCacheRegionFactory(keys))
                .with(ConfigSettings.PROVIDER, CaffeineCachingProvider.class.getName())
                .with(ConfigSettings.MISSING_CACHE_STRATEGY, "create")
                .with("hibernate.generate_statistics", true);
    }

    private static @Nullable Cached found(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, () -> factory.callInTransaction(em -> em.find(Cached.class, 1L)));
    }

    private static List<Long> ids(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.callInTransaction(em -> em.createQuery("select id from cached", Long.class)
                        .setHint("org.hibernate.cacheable", true)
                        .getResultList()));
    }
}
