// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.servlet;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one filter has found for a request, kept with it from dispatch to dispatch. Thread-safe. */
final class DispatchedTenant {

    /** Of this filter alone: another may serve another persistence unit. No client can guess it, nor send such a value. */
    private final String attribute = DispatchedTenant.class.getName() + '.' + UUID.randomUUID();

    /**
     * What was found.
     *
     * @param snapshot by which all dispatches work
     * @param ofTenant whether there is a tenant; else the path needed none, which another path may
     */
    private record Found(TenantSnapshot snapshot, boolean ofTenant) {}

    private @Nullable Found get(HttpServletRequest request) {
        return request.getAttribute(attribute) instanceof Found found ? found : null;
    }

    boolean isFound(HttpServletRequest request) {
        return get(request) != null;
    }

    /** By what this dispatch works, or {@code null} if the tenant is to be looked for. */
    @Nullable
    TenantSnapshot before(HttpServletRequest request) {
        Found found = get(request);
        if (found != null && (found.ofTenant || !isForAnotherPath(request))) {
            return found.snapshot;
        }
        return request.getDispatcherType() == DispatcherType.ERROR ? TenantSnapshot.none() : null;
    }

    private static boolean isForAnotherPath(HttpServletRequest request) {
        DispatcherType type = request.getDispatcherType();
        return type == DispatcherType.FORWARD || type == DispatcherType.ASYNC;
    }

    TenantSnapshot found(HttpServletRequest request, Optional<Object> tenant) {
        TenantSnapshot snapshot = tenant.map(DispatchedTenant::of).orElse(TenantSnapshot.none());
        request.setAttribute(attribute, new Found(snapshot, tenant.isPresent()));
        return snapshot;
    }

    private static TenantSnapshot of(Object tenant) {
        return TenantContext.callAs(tenant, TenantContext::snapshot);
    }
}
