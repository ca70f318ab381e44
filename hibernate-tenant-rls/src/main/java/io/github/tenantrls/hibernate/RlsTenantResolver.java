// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.internal.RlsConfiguration;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;

/**
 * Tells Hibernate the tenant that {@link TenantContext} names when a session is opened; to be named in {@code
 * hibernate.tenant_identifier_resolver}.
 *
 * <p>Without a tenant a session can be opened, as frameworks do when they start, but gets no connection, see {@link
 * io.github.tenantrls.TenantRlsSettings#MISSING_TENANT}. Thread-safe.
 */
public final class RlsTenantResolver implements CurrentTenantIdentifierResolver<Object> {

    private volatile TenantColumnType columnType = TenantColumnType.UUID;
    private volatile boolean switchGuard = true;

    /** Creates a resolver; Hibernate does. */
    public RlsTenantResolver() {}

    void configure(RlsConfiguration configuration) {
        columnType = configuration.columnType();
        switchGuard = configuration.switchGuard();
    }

    /**
     * The current tenant, as the class that the tenant column has in Java.
     *
     * @return the identifier, or {@link TenantColumnType#noTenant()} if none is set
     * @throws io.github.tenantrls.InvalidTenantException if the tenant column cannot hold the identifier
     */
    @Override
    public Object resolveCurrentTenantIdentifier() {
        return TenantContext.current().map(columnType::normalize).orElseGet(columnType::noTenant);
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return switchGuard;
    }
}
