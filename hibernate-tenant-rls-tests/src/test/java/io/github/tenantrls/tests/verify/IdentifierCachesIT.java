// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
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
import jakarta.persistence.Entity;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.Id;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import java.util.HashSet;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Caches that hold only identifiers of rows of tenants tell them to others too. */
@ExtendWith(DatabaseExtension.class)
class IdentifierCachesIT {

    private final Database database;

    IdentifierCachesIT(Database database) {
        this.database = database;
    }

    @Entity(name = "label")
    static class Label {
        @Id
        long id;

        @ManyToMany
        @JoinTable(name = "label_project")
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
        Set<Project> projects = new HashSet<>();
    }

    @Entity(name = "project")
    @NaturalIdCache
    @TenantScoped
    static class Project {
        @Id
        long id;

        @NaturalId
        String code = "";
    }

    @BeforeEach
    void a_project_of_a() {
        database.empty();
        Factories.on(database, Label.class, Project.class).createSchema();
        database.sql(
                Role.SUPERUSER,
                "insert into label (id) values (1)",
                "insert into project (id, code, tenant_id) values (7, 'x', '" + Tenants.A + "')",
                "insert into label_project (label_id, projects_id) values (1, 7)");
    }

    @Test
    void rls042_keys_without_the_tenant_for_identifiers_of_rows() {
        try (SessionFactory factory = open(SimpleCacheKeysFactory.INSTANCE)) {
            assertThat(projects(factory, Tenants.A)).isOne();
            assertThatThrownBy(() -> projects(factory, Tenants.B))
                    .as("B is given the identifier of a row of A")
                    .isInstanceOf(EntityNotFoundException.class)
                    .hasMessageContaining("7");
            assertThat(RlsVerifier.of(factory).verify().findings())
                    .filteredOn(finding -> finding.rule().equals("RLS042"))
                    .extracting(Finding::subject)
                    .as("and no cache of natural identifiers, whose keys hold the tenant in any case")
                    .containsExactly(Label.class.getName() + ".projects");
        }
    }

    @Test
    void rls042_is_no_fault_of_keys_that_hold_the_tenant() {
        try (SessionFactory factory = open(DefaultCacheKeysFactory.INSTANCE)) {
            assertThat(projects(factory, Tenants.A)).isOne();
            assertThat(projects(factory, Tenants.B)).isZero();
            assertThat(RlsVerifier.of(factory).verify().findings())
                    .extracting(Finding::rule)
                    .doesNotContain("RLS042");
        }
    }

    private SessionFactory open(CacheKeysFactory keys) {
        return Factories.on(database, Label.class, Project.class)
                .with(CacheSettings.CACHE_REGION_FACTORY, new JCacheRegionFactory(keys))
                .with(ConfigSettings.PROVIDER, CaffeineCachingProvider.class.getName())
                .with(ConfigSettings.MISSING_CACHE_STRATEGY, "create")
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open();
    }

    private static int projects(SessionFactory factory, UUID tenant) {
        return TenantContext.callAs(
                tenant,
                () -> factory.fromTransaction(
                        session -> session.find(Label.class, 1L).projects.size()));
    }
}
