// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.UnknownTenantException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why no work is done for a request. */
public enum TenantRefusal {
    /** It states no tenant, and its path needs one. */
    MISSING,
    /** What it states cannot be a tenant's identifier or slug, or it states it in two ways that contradict each other. */
    MALFORMED,
    /** Its token does not hold: not signed by whom it should be, expired, for somebody else. */
    INVALID_TOKEN,
    /** There is no such tenant. */
    UNKNOWN,
    /** The tenant is suspended. */
    SUSPENDED,
    /** Who asks may not act for the tenant. */
    FORBIDDEN;

    /** Frameworks wrap what an application throws, but not that often. */
    private static final int MOST_CAUSES = 20;

    /**
     * Why a request is refused, if what the application threw says so: the tenant was suspended or deleted meanwhile.
     *
     * @param thrown what was thrown, or {@code null}; its causes count too
     * @return the reason, empty if it is another error
     */
    public static Optional<TenantRefusal> of(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof TenantRefusedException refused) {
                return Optional.of(refused.refusal());
            }
            if (cause instanceof UnknownTenantException) {
                return Optional.of(UNKNOWN);
            }
            if (cause instanceof SuspendedTenantException) {
                return Optional.of(SUSPENDED);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
