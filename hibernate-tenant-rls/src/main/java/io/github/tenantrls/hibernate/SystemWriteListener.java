// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.util.Set;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractPreDatabaseOperationEvent;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.metamodel.spi.MappingMetamodelImplementor;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Tells {@link SystemWrites} of rows that the system writes and that Hibernate tells no region of: of entities that are
 * cached by their natural identifiers alone or in collections alone, and in stateless sessions those that queries read.
 */
final class SystemWriteListener
        implements PreInsertEventListener, PreUpdateEventListener, PreDeleteEventListener, PreUpsertEventListener {

    private static final long serialVersionUID = 1L;

    private final transient SystemWrites writes;

    private SystemWriteListener(SystemWrites writes) {
        this.writes = writes;
    }

    static void register(EventListenerRegistry registry, SystemWrites writes) {
        SystemWriteListener listener = new SystemWriteListener(writes);
        registry.prependListeners(EventType.PRE_INSERT, listener);
        registry.prependListeners(EventType.PRE_UPDATE, listener);
        registry.prependListeners(EventType.PRE_DELETE, listener);
        registry.prependListeners(EventType.PRE_UPSERT, listener);
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        return written(event);
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        return written(event);
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        return written(event);
    }

    @Override
    public boolean onPreUpsert(PreUpsertEvent event) {
        return written(event);
    }

    /** Vetoes nothing. */
    private boolean written(AbstractPreDatabaseOperationEvent event) {
        SharedSessionContractImplementor session = EventSession.of(event);
        if (session != null && writes.isPastCache(session) && isCached(event.getPersister(), session)) {
            writes.isBegunBy(session);
        }
        return false;
    }

    private static boolean isCached(EntityPersister entity, SharedSessionContractImplementor session) {
        SessionFactoryImplementor factory = session.getFactory();
        return entity.canWriteToCache()
                || entity.hasNaturalIdCache()
                || isInCollection(entity, factory.getMappingMetamodel())
                || !session.isEventSource()
                        && factory.getSessionFactoryOptions().isQueryCacheEnabled();
    }

    private static boolean isInCollection(EntityPersister entity, MappingMetamodelImplementor mapping) {
        Set<String> roles = mapping.getCollectionRolesByEntityParticipant(entity.getEntityName());
        return roles != null
                && roles.stream()
                        .anyMatch(role -> mapping.getCollectionDescriptor(role).hasCache());
    }
}
