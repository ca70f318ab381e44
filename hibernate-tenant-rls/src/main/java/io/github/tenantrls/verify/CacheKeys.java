// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.hibernate.cache.internal.SimpleCacheKeysFactory;
import org.hibernate.cache.spi.access.CachedDomainDataAccess;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.support.AbstractDomainDataRegion;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.metamodel.mapping.CollectionPart;
import org.hibernate.metamodel.mapping.internal.EntityCollectionPart;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** How the second-level cache of a factory tells the tenants apart. */
final class CacheKeys {

    private static final String ONE = "11111111-1111-4111-8111-111111111111";
    private static final String OTHER = "22222222-2222-4222-8222-222222222222";

    private final SessionFactoryImplementor factory;

    private CacheKeys(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /** The tenant-scoped entities, their collections and collections of them whose entries are kept by identifier alone. */
    static List<String> withoutTenant(SessionFactoryImplementor factory, List<TenantTable> tables) {
        Set<String> scoped =
                tables.stream().flatMap(table -> table.entities().stream()).collect(Collectors.toSet());
        CacheKeys keys = new CacheKeys(factory);
        List<String> found = new ArrayList<>();
        MappingMetamodel mapping = factory.getMappingMetamodel();
        mapping.forEachEntityDescriptor(entity -> {
            if (scoped.contains(entity.getEntityName()) && keys.areShared(entity)) {
                found.add(entity.getEntityName());
            }
        });
        mapping.forEachCollectionDescriptor(collection -> {
            if ((scoped.contains(collection.getOwnerEntityPersister().getEntityName())
                            || isOf(collection.getAttributeMapping().getElementDescriptor(), scoped))
                    && keys.areShared(collection)) {
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

    private boolean areShared(EntityPersister entity) {
        EntityDataAccess access = entity.getCacheAccessStrategy();
        return access != null
                && areShared(
                        access,
                        entity.getIdentifierType().getReturnedClass(),
                        (id, tenant) -> access.generateCacheKey(id, entity, factory, tenant));
    }

    private boolean areShared(CollectionPersister collection) {
        CollectionDataAccess access = collection.getCacheAccessStrategy();
        return access != null
                && areShared(
                        access,
                        collection
                                .getAttributeMapping()
                                .getKeyDescriptor()
                                .getKeyPart()
                                .getJavaType()
                                .getJavaTypeClass(),
                        (id, tenant) -> access.generateCacheKey(id, collection, factory, tenant));
    }

    /** Whether one identifier has the same key for two tenants; where none can be made up, whether the class says so. */
    private static boolean areShared(
            CachedDomainDataAccess access, Class<?> type, BiFunction<Object, String, Object> key) {
        Object id = sample(type);
        return id == null
                ? access.getRegion() instanceof AbstractDomainDataRegion region
                        && region.getEffectiveKeysFactory() instanceof SimpleCacheKeysFactory
                : key.apply(id, ONE).equals(key.apply(id, OTHER));
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type == Long.class || type == long.class) {
            return 1L;
        }
        if (type == Integer.class || type == int.class) {
            return 1;
        }
        if (type == String.class) {
            return "1";
        }
        return type == UUID.class ? UUID.fromString(ONE) : null;
    }
}
