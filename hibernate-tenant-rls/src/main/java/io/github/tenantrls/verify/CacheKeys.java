// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.support.AbstractDomainDataRegion;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.internal.EntityCollectionPart;
import org.jspecify.annotations.Nullable;

/** How the second-level cache of a factory tells the tenants apart. */
final class CacheKeys {

    private CacheKeys() {}

    /** The tenant-scoped entities, their collections and collections of them whose entries are kept by identifier alone. */
    static List<String> withoutTenant(SessionFactoryImplementor factory, List<TenantTable> tables) {
        Set<String> scoped =
                tables.stream().flatMap(table -> table.entities().stream()).collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        MappingMetamodel mapping = factory.getMappingMetamodel();
        mapping.forEachEntityDescriptor(entity -> {
            if (scoped.contains(entity.getEntityName())
                    && (isSimple(entity.getCacheAccessStrategy())
                            || isSimple(entity.getNaturalIdCacheAccessStrategy()))) {
                found.add(entity.getEntityName());
            }
        });
        mapping.forEachCollectionDescriptor(collection -> {
            if ((scoped.contains(collection.getOwnerEntityPersister().getEntityName())
                            || isOf(collection.getAttributeMapping().getElementDescriptor(), scoped))
                    && isSimple(collection.getCacheAccessStrategy())) {
                found.add(collection.getRole());
            }
        });
        return found;
    }

    /** What is kept of a collection of entities is their identifiers, of which each tenant sees others. */
    private static boolean isOf(CollectionPart element, Set<String> scoped) {
        return element instanceof EntityCollectionPart part
                && scoped.contains(part.getAssociatedEntityMappingType().getEntityName());
    }

    private static boolean isSimple(@Nullable CachedDomainDataAccess access) {
        return access != null
                && access.getRegion() instanceof AbstractDomainDataRegion region
                && region.getEffectiveKeysFactory() instanceof SimpleCacheKeysFactory;
    }
}
