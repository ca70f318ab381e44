// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import java.util.UUID;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/** The tenant of this thread, for those who do without the library. */
final class CurrentTenant implements CurrentTenantIdentifierResolver<Object> {

    /** Answered where there is none, such as while a factory starts. */
    private static final UUID NONE = new UUID(0, 0);

    private static final ThreadLocal<UUID> CURRENT = ThreadLocal.withInitial(() -> NONE);

    static void runAs(UUID tenant, Runnable work) {
        CURRENT.set(tenant);
        try {
            work.run();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public Object resolveCurrentTenantIdentifier() {
        return CURRENT.get();
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return false;
    }
}
