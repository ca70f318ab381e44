// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.jcache.ConfigSettings;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.CacheKeysFactory;
import org.hibernate.cfg.CacheSettings;
import org.hibernate.stat.Statistics;

/** Factories with JCache over {@link Library}, and what each tenant has in it: names that are the tenant's letter. */
final class Shelves {

    /** The last of them is nobody's. */
    static final List<UUID> OWNERS = List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY);

    private Shelves() {}

    static Factories factories(Database database) {
        return factories(database, DefaultCacheKeysFactory.INSTANCE);
    }

    static Factories factories(Database database, CacheKeysFactory keys) {
        return Factories.on(database, Library.ENTITIES)
                .with(CacheSettings.CACHE_REGION_FACTORY, new JCacheRegionFactory(keys))
                .with(CacheSettings.USE_QUERY_CACHE, true)
                .with(ConfigSettings.PROVIDER, CaffeineCachingProvider.class.getName())
                .with(ConfigSettings.MISSING_CACHE_STRATEGY, "create")
                .with("hibernate.generate_statistics", true);
    }

    static String letter(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }

    /** Has keys begin with the tenant, so that tenants can have the same identifiers. */
    static void letTenantsShareIdentifiers(Database database) {
        database.sql(
                Role.OWNER,
                "do $$ declare c record; begin for c in select conrelid::regclass t, conname, contype, oid from pg_constraint"
                        + " where contype in ('p', 'u') and connamespace = 'public'::regnamespace and not exists (select from"
                        + " pg_attribute where attrelid = conrelid and attnum = any (conkey) and attname = 'tenant_id') loop"
                        + " execute format('alter table %s drop constraint %I', c.t, c.conname); end loop; end $$");
    }

    /** One row of each kind. */
    static void fill(Database database, UUID tenant, long id) {
        String row = "('" + tenant + "', " + id + ", '" + letter(tenant) + "'";
        database.sql(
                Role.SUPERUSER,
                "insert into shelf (tenant_id, id, name) values " + row + ")",
                "insert into author (tenant_id, id, name) values " + row + ")",
                "insert into genre (tenant_id, id, name) values " + row + ")",
                "insert into medium (tenant_id, id, name, dtype, minutes) values " + row + ", 'film', 1)",
                "insert into slip (tenant_id, id, name, shelf_id) values " + row + ", " + id + ")",
                "insert into ticket (tenant_id, id, name, code) values " + row + ", 'code" + id + "')",
                "insert into book (tenant_id, id, name, code, shelf_id) values " + row + ", 'code" + id + "', " + id
                        + ")",
                "insert into book_tags (tenant_id, book_id, tags) values " + row + ")",
                "insert into book_author (tenant_id, book_id, authors_id) values ('" + tenant + "', " + id + ", " + id
                        + ")");
    }

    static long hits(SessionFactory factory) {
        Statistics counted = factory.getStatistics();
        return counted.getSecondLevelCacheHitCount()
                + counted.getQueryCacheHitCount()
                + counted.getNaturalIdCacheHitCount();
    }

    /** Not those of queries: Hibernate 7.2 counts one whatever becomes of it. Had one been put, it would be hit. */
    static long puts(SessionFactory factory) {
        Statistics counted = factory.getStatistics();
        return counted.getSecondLevelCachePutCount() + counted.getNaturalIdCachePutCount();
    }
}
