// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import static io.github.tenantrls.testing.TenantAssertions.assertInvisibleToOthers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.cache.jcache.ConfigSettings;
import org.hibernate.cfg.CacheSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row that is in the second-level cache and no longer in the database tells nothing about isolation. */
@ExtendWith(DatabaseExtension.class)
class CachedRowIT {

    private final Database database;

    CachedRowIT(Database database) {
        this.database = database;
    }

    @Entity(name = "kept")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    @TenantScoped
    static class Kept {
        @Id
        long id;
    }

    @Test
    void a_row_that_was_deleted_past_the_cache_is_not_there() {
        Factories factories = Factories.on(database, Kept.class)
                .createSchema()
                .with(CacheSettings.CACHE_REGION_FACTORY, "jcache")
                .with(ConfigSettings.PROVIDER, CaffeineCachingProvider.class.getName())
                .with(ConfigSettings.MISSING_CACHE_STRATEGY, "create");
        database.sql(Role.SUPERUSER, "insert into kept (id, tenant_id) values (1, '" + Tenants.A + "')");
        try (SessionFactory factory = factories.open()) {
            TenantContext.runAs(Tenants.A, () -> factory.inTransaction(session -> session.find(Kept.class, 1L)));
            database.sql(Role.SUPERUSER, "delete from kept", "alter table kept disable row level security");
            TenantContext.runAs(
                    Tenants.A,
                    () -> factory.inTransaction(session -> assertThat(session.find(Kept.class, 1L))
                            .as("from the cache")
                            .isNotNull()));
            assertThatThrownBy(() -> assertInvisibleToOthers(factory, Tenants.A, Kept.class, 1L))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("There is no kept with id 1 for tenant " + Tenants.A);
        }
    }
}
