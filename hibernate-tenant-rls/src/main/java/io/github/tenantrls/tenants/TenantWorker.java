// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantContext;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works for one tenant after the other until there is none. Between them it has no tenant
 * set, even if an action has left a scope open.
 */
final class TenantWorker {

    private final ForEachRun run;
    private final TenantSessions sessions;
    private final TenantAction action;
    private final Thread thread;
    private TenantQueue.@Nullable Item next;
    private boolean interruptible;

    TenantWorker(ForEachRun run, int number, TenantSessions sessions, TenantAction action) {
        this.run = run;
        this.sessions = sessions;
        this.action = action;
        thread = new Thread(this::work, "tenant-rls-for-each-" + sessions.unit() + "-" + number);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Interrupts what is done for a tenant, up to the end of the action, unless this thread itself asks for it. */
    synchronized void interrupt() {
        if (interruptible && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    /** An interruption from before is none of this tenant's work. */
    private synchronized void openToInterruption() {
        Thread.interrupted();
        interruptible = true;
    }

    /** No interruption gets past this: neither into the commit nor into the work for the next tenant. */
    private synchronized void closeToInterruption() {
        interruptible = false;
        Thread.interrupted();
    }

    private void work() {
        try {
            for (TenantQueue.Item item = next(); item != null; item = next()) {
                end(item, workFor(item.tenant()));
            }
        } catch (Throwable e) {
            run.breakOff(e);
        } finally {
            closeToInterruption();
            TenantContext.withoutTenant(run::workerEnded);
        }
    }

    private TenantQueue.@Nullable Item next() {
        TenantContext.withoutTenant(() -> next = run.next(this::openToInterruption));
        return next;
    }

    private void end(TenantQueue.Item item, @Nullable Throwable failure) {
        TenantContext.withoutTenant(() -> run.ended(item, failure));
    }

    private @Nullable Throwable workFor(Object tenant) {
        try {
            sessions.run(tenant, action, this::closeToInterruption);
            return null;
        } catch (Throwable e) { // an error too is the failure of this tenant, not that of the others
            return e;
        } finally {
            closeToInterruption();
        }
    }
}
