// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SwitchGuard;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.DeleteContext;
import org.hibernate.event.spi.DeleteEvent;
import org.hibernate.event.spi.DeleteEventListener;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LoadEventListener;
import org.hibernate.event.spi.LockEvent;
import org.hibernate.event.spi.LockEventListener;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;

/**
 * Refuses what a session does in memory while another tenant is set: an entity that it persists now is written later,
 * for the session's tenant, and one that it finds may be in its first-level cache. Statements are refused by the
 * connection itself. Thread-safe.
 */
final class SwitchGuardListener
        implements PersistEventListener, MergeEventListener, DeleteEventListener, LoadEventListener, LockEventListener {

    private static final long serialVersionUID = 1L;

    private final transient SwitchGuard guard;
    private final transient Object noTenant;

    private SwitchGuardListener(RlsConfiguration configuration) {
        guard = new SwitchGuard(configuration);
        noTenant = configuration.columnType().noTenant();
    }

    /** Puts it before all other listeners. */
    static void register(EventListenerRegistry registry, RlsConfiguration configuration) {
        SwitchGuardListener listener = new SwitchGuardListener(configuration);
        registry.prependListeners(EventType.PERSIST, listener);
        registry.prependListeners(EventType.MERGE, listener);
        registry.prependListeners(EventType.DELETE, listener);
        registry.prependListeners(EventType.LOAD, listener);
        registry.prependListeners(EventType.LOCK, listener);
    }

    @Override
    public void onPersist(PersistEvent event) {
        check(event.getSession());
    }

    @Override
    public void onPersist(PersistEvent event, PersistContext createdAlready) {
        check(event.getSession());
    }

    @Override
    public void onMerge(MergeEvent event) {
        check(event.getSession());
    }

    @Override
    public void onMerge(MergeEvent event, MergeContext copiedAlready) {
        check(event.getSession());
    }

    @Override
    public void onDelete(DeleteEvent event) {
        check(event.getSession());
    }

    @Override
    public void onDelete(DeleteEvent event, DeleteContext transientEntities) {
        check(event.getSession());
    }

    @Override
    public void onLoad(LoadEvent event, LoadType loadType) {
        check(event.getSession());
    }

    @Override
    public void onLock(LockEvent event) {
        check(event.getSession());
    }

    private void check(EventSource session) {
        Object tenant = session.getTenantIdentifierValue();
        guard.check(noTenant.equals(tenant) ? null : tenant);
    }
}
