// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import io.github.tenantrls.TenantSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import jakarta.enterprise.context.ContextNotActiveException;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tenant of the request whose CDI request context is active on the thread; found by {@code ServiceLoader}. Knows of
 * none without Quarkus.
 */
public final class QuarkusTenantSource implements TenantSource {

    private static final boolean QUARKUS = isPresent();

    /** For {@code ServiceLoader}. */
    public QuarkusTenantSource() {}

    @Override
    public @Nullable Object current() {
        return QUARKUS ? Request.current() : null;
    }

    private static boolean isPresent() {
        try {
            Class.forName("io.quarkus.arc.Arc", false, QuarkusTenantSource.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Loaded only with Quarkus. */
    private static final class Request {

        static @Nullable Object current() {
            ArcContainer container = Arc.container();
            if (container == null || !container.requestContext().isActive()) {
                return null;
            }
            RequestTenant tenant = container.instance(RequestTenant.class).get();
            try {
                return tenant == null ? null : tenant.get();
            } catch (ContextNotActiveException e) {
                return null; // it has ended since
            }
        }
    }
}
