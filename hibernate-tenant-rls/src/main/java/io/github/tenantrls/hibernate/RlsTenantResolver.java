// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

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
    private volatile @Nullable String noSystem = "This EntityManagerFactory does not use RlsConnectionProvider";

    /** Creates a resolver; Hibernate does. */
    public RlsTenantResolver() {}

    void configure(RlsConfiguration configuration) {
        columnType = configuration.columnType();
        switchGuard = configuration.switchGuard();
        noSystem = configuration.system().isConfigured() ? null : noSystem(configuration.unit());
    }

    static String noSystem(String unit) {
        return "Persistence unit " + unit + ": there is no identity that sees the rows of all tenants, so"
                + " TenantContext.runAsSystem(..) is refused; give the system a login of its own by "
                + TenantRlsSettings.SYSTEM_USER + " and " + TenantRlsSettings.SYSTEM_PASSWORD + " or by "
                + TenantRlsSettings.SYSTEM_DATASOURCE + ", or set " + TenantRlsSettings.SYSTEM_ROLE;
    }

    /**
     * The current tenant, as the class that the tenant column has in Java.
     *
     * @return the identifier; {@link TenantColumnType#system()} in a block of {@link TenantContext#runAsSystem}, and {@link
     *     TenantColumnType#noTenant()} if there is neither
     * @throws io.github.tenantrls.InvalidTenantException if the tenant column cannot hold the identifier
     * @throws TenantRlsException for the system, if the persistence unit has no identity for it
     */
    @Override
    public Object resolveCurrentTenantIdentifier() {
        if (TenantContext.isSystem()) {
            String refusal = noSystem;
            if (refusal != null) {
                throw new TenantRlsException(refusal);
            }
            return columnType.system();
        }
        return TenantContext.current().map(columnType::normalize).orElseGet(columnType::noTenant);
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return switchGuard;
    }

    /** Whether Hibernate is to leave out its own conditions, of an attribute with {@code @TenantId}: for the system. */
    @Override
    public boolean isRoot(Object tenantId) {
        return columnType.system().equals(tenantId);
    }
}
