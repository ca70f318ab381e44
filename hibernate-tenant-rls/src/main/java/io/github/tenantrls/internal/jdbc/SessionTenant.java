// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SwitchGuard;
import org.jspecify.annotations.Nullable;

/** The tenant of one session, fixed when it was opened; none is an empty tenant, for which policies show no row. */
final class SessionTenant {

    private final RlsConfiguration configuration;
    private final @Nullable Object identifier;
    private final SwitchGuard guard;

    SessionTenant(RlsConfiguration configuration, @Nullable Object identifier) {
        this.configuration = configuration;
        this.identifier = identifier;
        this.guard = new SwitchGuard(configuration);
    }

    /** What the session variable is set to. */
    String text() {
        return identifier == null ? "" : identifier.toString();
    }

    /** What tells this tenant from others on a connection: the session variable and its value. */
    String key() {
        return configuration.variable() + '=' + text();
    }

    String variable() {
        return configuration.variable();
    }

    /**
     * The statement that sets the variable; its one parameter is the tenant. Its result is of fixed length: the driver
     * sends nothing together with a statement whose result may be long.
     */
    String bindingSql() {
        return "select set_config('" + configuration.variable() + "', ?, true) is null";
    }

    /**
     * Refuses to work while {@link TenantContext} names another tenant.
     *
     * @throws TenantMismatchException if it does, and the switch guard is on
     */
    void checkContext() {
        guard.check(identifier);
    }
}
