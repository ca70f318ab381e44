// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.propagation;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;

/**
 * Has MicroProfile Context Propagation carry the tenant, or that there is none, as the context {@value #TYPE}; found by {@code
 * ServiceLoader}.
 *
 * <p>Immutable and thread-safe.
 */
public final class MicroProfileTenantProvider implements ThreadContextProvider {

    /** The name of the context, to be named where not all contexts are carried. */
    public static final String TYPE = "Tenant";

    /** For {@code ServiceLoader}. */
    public MicroProfileTenantProvider() {}

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        TenantSnapshot snapshot = TenantContext.snapshot();
        return () -> snapshot.open()::close;
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return () -> TenantSnapshot.none().open()::close;
    }

    @Override
    public String getThreadContextType() {
        return TYPE;
    }
}
