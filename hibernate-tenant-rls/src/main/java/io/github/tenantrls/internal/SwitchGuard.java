// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsSettings;
import org.jspecify.annotations.Nullable;

/** Keeps a session from working while {@link TenantContext} names another tenant than its own. Thread-safe. */
public final class SwitchGuard {

    private final RlsConfiguration configuration;

    /**
     * Creates the guard of a persistence unit.
     *
     * @param configuration its settings
     */
    public SwitchGuard(RlsConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Refuses to work while {@link TenantContext} names another tenant; without any it does not.
     *
     * @param sessionTenant the identifier that the session was opened for, or {@code null} for none
     * @throws TenantMismatchException if it does, and the switch guard is on
     */
    public void check(@Nullable Object sessionTenant) {
        if (!configuration.switchGuard()) {
            return;
        }
        Object current = TenantContext.current().orElse(null);
        if (current != null && !isSame(current, sessionTenant)) {
            throw new TenantMismatchException("Persistence unit " + configuration.unit() + ": this session was opened "
                    + (sessionTenant == null
                            ? "without a tenant, but TenantContext names one now"
                            : "for another" + " tenant than TenantContext names now")
                    + "; open a session inside of TenantContext.runAs(..) for each tenant ("
                    + TenantRlsSettings.SWITCH_GUARD + "=false lets sessions go on for their own tenant)");
        }
    }

    private boolean isSame(Object current, @Nullable Object sessionTenant) {
        try {
            return current.equals(sessionTenant)
                    || configuration.columnType().normalize(current).equals(sessionTenant);
        } catch (InvalidTenantException e) {
            return false;
        }
    }
}
