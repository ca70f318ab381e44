// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.envers.boot.internal.EnversService;
import org.hibernate.envers.internal.entities.ComponentDescription;
import org.hibernate.envers.internal.entities.EntityConfiguration;
import org.hibernate.envers.internal.entities.RelationDescription;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.service.UnknownServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Envers which audit entities it made for an entity. Loaded only where Envers is on the class path.
 *
 * <p>Names are no way to tell: tables can be named by annotations and settings, and Envers numbers entity names that
 * would clash.
 */
final class EnversTables implements AuditTables {

    private final Metadata metadata;
    private final EnversService envers;

    private EnversTables(Metadata metadata, EnversService envers) {
        this.metadata = metadata;
        this.envers = envers;
    }

    static AuditTables of(Metadata metadata, ServiceRegistry services) {
        EnversService envers = service(services);
        return envers != null && envers.isEnabled() && envers.isInitialized()
                ? new EnversTables(metadata, envers)
                : AuditTables.NONE;
    }

    private static @Nullable EnversService service(ServiceRegistry services) {
        try {
            return services.getService(EnversService.class);
        } catch (UnknownServiceException e) {
            return null; // on our class path, but not on that of this persistence unit
        }
    }

    @Override
    public Stream<Table> ofRows(PersistentClass entity) {
        return audited(entity.getEntityName())
                .map(ignored -> envers.getConfig().getAuditEntityName(entity.getEntityName()))
                .flatMap(this::tables);
    }

    @Override
    public Stream<Table> ofCollection(Collection collection) {
        return audited(collection.getOwnerEntityName())
                .flatMap(owner -> middleEntityName(owner, propertyName(collection)))
                .flatMap(this::tables);
    }

    private Stream<EntityConfiguration> audited(String entityName) {
        return Stream.ofNullable(envers.getEntitiesConfigurations().get(entityName));
    }

    private static Stream<String> middleEntityName(EntityConfiguration owner, String property) {
        Stream<String> ofEntities = Stream.ofNullable(owner.getRelationDescription(property))
                .map(RelationDescription::getAuditMiddleEntityName);
        Stream<String> ofValues = Stream.ofNullable(owner.getComponentDescription(property))
                .map(ComponentDescription::getAuditMiddleEntityName);
        return Stream.concat(ofEntities, ofValues).flatMap(Stream::ofNullable);
    }

    /** As Envers names it: with an underscore between an embedded object and its attribute. */
    private static String propertyName(Collection collection) {
        String path =
                collection.getRole().substring(collection.getOwnerEntityName().length() + 1);
        return path.replace('.', '_');
    }

    private Stream<Table> tables(String auditEntityName) {
        return Stream.ofNullable(metadata.getEntityBinding(auditEntityName))
                .flatMap(audit -> Stream.concat(
                        Stream.of(audit.getTable()), audit.getJoins().stream().map(Join::getTable)));
    }
}
