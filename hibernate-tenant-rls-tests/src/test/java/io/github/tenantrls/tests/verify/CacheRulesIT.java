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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.jcache.ConfigSettings;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cfg.CacheSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Found by a number that each tenant gives out for itself. */
    @Entity(name = "numbered")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @NaturalIdCache
    @TenantScoped
    static class Numbered {
        @Id
        long id;

        @NaturalId
        int number;
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
        Factories.on(database, Cached.class, Country.class, Numbered.class).createSchema();
        database.sql(
                Role.SUPERUSER,
                "insert into cached (id, tenant_id) values (1, '" + Tenants.A + "')",
                "alter table numbered drop constraint if exists " + uniqueOf("numbered"),
                "insert into numbered (id, number, tenant_id) values (1, 7, '" + Tenants.A + "'), (2, 7, '" + Tenants.B
                        + "')");
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
                    .containsExactlyInAnyOrder(
                            Cached.class.getName(), Numbered.class.getName(), Cached.class.getName() + ".tags");
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
    void rls042_keys_of_an_own_class_that_forgets_the_tenant() {
        try (SessionFactory factory =
                with(new OwnKeys()).with(TenantRlsSettings.VERIFICATION, "off").open()) {
            assertThat(found(factory, Tenants.A)).isNotNull();
            assertThat(found(factory, Tenants.B)).as("a row of another tenant").isNotNull();
            assertThat(RlsVerifier.of(factory).verify().findings())
                    .extracting(Finding::toString)
                    .allMatch(finding -> finding.startsWith("RLS042 unfit-setting (critical) "))
                    .hasSize(3);
        }
    }

    /** Hibernate's own, made to forget the tenant. */
    static final class OwnKeys extends DefaultCacheKeysFactory {
        @Override
        public Object createEntityKey(
                Object id, EntityPersister entity, SessionFactoryImplementor factory, String tenant) {
            return super.createEntityKey(id, entity, factory, "all");
        }

        @Override
        public Object createCollectionKey(
                Object id, CollectionPersister collection, SessionFactoryImplementor factory, String tenant) {
            return super.createCollectionKey(id, collection, factory, "all");
        }
    }

    @Test
    void rls042_is_no_fault_of_keys_that_hold_the_tenant() {
        for (String setting : new String[] {null, "default", "simple"}) { // at which hibernate-jcache does not look
            try (SessionFactory factory = with(DefaultCacheKeysFactory.INSTANCE)
                    .with(CacheSettings.CACHE_REGION_FACTORY, "jcache")
                    .with("hibernate.cache.keys_factory", setting)
                    .open()) {
                assertThat(found(factory, Tenants.A)).isNotNull();
                assertThat(factory.getStatistics().getSecondLevelCachePutCount())
                        .isPositive();
                assertThat(found(factory, Tenants.B)).isNull();
                assertThat(RlsVerifier.of(factory).verify().findings()).isEmpty();
            }
        }
    }

    /** Query results are not kept under keys of the keys factory. */
    @ParameterizedTest
    @MethodSource("keys")
    void cached_queries_are_a_tenants_own(CacheKeysFactory keys) {
        try (SessionFactory factory = with(keys)
                .with(CacheSettings.USE_QUERY_CACHE, true)
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            for (String hql : List.of("select id from cached", "select count(*) from cached where id = 1")) {
                long before = factory.getStatistics().getQueryCacheHitCount();
                List<Long> ofA = ids(factory, Tenants.A, hql);
                assertThat(ids(factory, Tenants.A, hql)).isEqualTo(ofA).containsExactly(1L);
                assertThat(factory.getStatistics().getQueryCacheHitCount()).isEqualTo(before + 1);
                assertThat(ids(factory, Tenants.B, hql)).isIn(List.of(), List.of(0L));
                assertThat(factory.getStatistics().getQueryCacheHitCount()).isEqualTo(before + 1);
            }
        }
    }

    /** When a table was last changed is known for all tenants together, so a change only has more queries asked again. */
    @Test
    void a_change_of_one_tenant_makes_cached_queries_of_another_stale_and_no_more() {
        try (SessionFactory factory = with(DefaultCacheKeysFactory.INSTANCE)
                .with(CacheSettings.USE_QUERY_CACHE, true)
                .open()) {
            assertThat(ids(factory, Tenants.A, "select id from cached")).containsExactly(1L);
            TenantContext.runAs(
                    Tenants.B,
                    () -> factory.runInTransaction(em -> {
                        Cached added = new Cached();
                        added.id = 2;
                        em.persist(added);
                    }));
            assertThat(ids(factory, Tenants.A, "select id from cached")).containsExactly(1L);
            assertThat(factory.getStatistics().getQueryCacheHitCount()).isZero();
            assertThat(ids(factory, Tenants.B, "select id from cached")).containsExactly(2L);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void natural_identifiers_are_cached_for_each_tenant(CacheKeysFactory keys) {
        try (SessionFactory factory =
                with(keys).with(TenantRlsSettings.VERIFICATION, "off").open()) {
            for (int i = 0; i < 2; i++) {
                assertThat(numbered(factory, Tenants.A)).isEqualTo(1);
                assertThat(numbered(factory, Tenants.B)).isEqualTo(2);
            }
            assertThat(factory.getStatistics().getNaturalIdCacheHitCount()).isPositive();
        }
    }

    static List<CacheKeysFactory> keys() {
        return List.of(DefaultCacheKeysFactory.INSTANCE, SimpleCacheKeysFactory.INSTANCE);
    }

    private Factories with(CacheKeysFactory keys) {
        return Factories.on(database, Cached.class, Country.class, Numbered.class)
                .with(CacheSettings.CACHE_REGION_FACTORY, new JCacheRegionFactory(keys))
                .with(ConfigSettings.PROVIDER, CaffeineCachingProvider.class.getName())
                .with(ConfigSettings.MISSING_CACHE_STRATEGY, "create")
                .with("hibernate.generate_statistics", true);
    }

    private static @Nullable Cached found(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(tenant, () -> factory.callInTransaction(em -> em.find(Cached.class, 1L)));
    }

    @SuppressWarnings("deprecation") // Hibernate 7.2 has no other way
    private static long numbered(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(
                        session -> session.bySimpleNaturalId(Numbered.class).load(7).id));
    }

    private String uniqueOf(String table) {
        return Objects.requireNonNull(database.value(
                Role.SUPERUSER,
                "select conname from pg_constraint where contype = 'u' and conrelid = '" + table + "'::regclass"));
    }

    private static List<Long> ids(SessionFactory factory, UUID tenant, String hql) {
        return TenantContext.callAs(
                tenant,
                () -> factory.callInTransaction(em -> em.createQuery(hql, Long.class)
                        .setHint("org.hibernate.cacheable", true)
                        .getResultList()));
    }
}
