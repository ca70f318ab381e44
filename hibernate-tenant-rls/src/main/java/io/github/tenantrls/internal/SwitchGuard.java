// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;
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
     * Refuses to work while {@link TenantContext} names another tenant; without any it does not. What was opened for the
     * system works in a block of {@link TenantContext#runAsSystem} only, whatever the settings say.
     *
     * @param opened the identifier that the session was opened for, {@link TenantColumnType#system}, or {@code null} for
     *     none
     * @throws TenantMismatchException if it does
     */
    public void check(@Nullable Object opened) {
        if (configuration.columnType().system().equals(opened)) {
            if (!TenantContext.isSystem()) {
                throw mismatch(
                        "for the system, and TenantContext says now that the work is not the system's",
                        "keep the session inside of the block of TenantContext.runAsSystem(..), and open one of its own for"
                                + " each tenant");
            }
        } else if (configuration.switchGuard()) {
            checkTenant(opened);
        }
    }

    private void checkTenant(@Nullable Object opened) {
        Object current = TenantContext.current().orElse(null);
        String was = opened == null ? "without a tenant" : "for another tenant";
        if (TenantContext.isSystem()) {
            throw mismatch(
                    (opened == null ? was : "for a tenant") + ", but the work is the system's now",
                    "open a session inside of TenantContext.runAsSystem(..) for it, or wrap what is done for the tenant in"
                            + " TenantContext.runAs(..)");
        }
        if (current != null && !isSame(current, opened)) {
            throw mismatch(
                    was + (opened == null ? ", but TenantContext names one now" : " than TenantContext names now"),
                    "open a session inside of TenantContext.runAs(..) for each tenant ("
                            + TenantRlsSettings.SWITCH_GUARD + "=false lets sessions go on for their own tenant)");
        }
    }

    private TenantMismatchException mismatch(String what, String remedy) {
        return new TenantMismatchException(configuration.owner() + ": this session was opened " + what + "; " + remedy);
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
