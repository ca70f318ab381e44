// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.propagation;

import io.github.tenantrls.TenantSnapshot;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;

/**
 * Has MicroProfile Context Propagation carry the tenant of a block, or that there is none, as the context {@value #TYPE}; found by {@code
 * ServiceLoader}.
 *
 * <p>A tenant that a {@link io.github.tenantrls.TenantSource} knows, such as that of the request on Quarkus, is not carried: what
 * it belongs to is carried by its own context.
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
        // not what a source knows: it would outlive the request whose it is, and go before that of the next one
        TenantSnapshot snapshot = TenantSnapshot.ofBlocks();
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
