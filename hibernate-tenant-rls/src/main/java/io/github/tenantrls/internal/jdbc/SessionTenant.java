// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SwitchGuard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For whom one session works, fixed when it was opened: a tenant, the system, or none, which is an empty tenant, for which
 * policies show no row.
 *
 * <p>The system's session has an empty tenant too. What it sees it sees by its role: that of a login of its own, or one
 * that it takes on along with the tenant. Where sessions of a persistence unit may do the latter, all others of it give the
 * role back along with their tenant: also one that a statement of somebody else's left on the connection.
 */
final class SessionTenant {

    private static final String NO_ROLE = "select set_config('role', 'none', true) is null, ";

    private final RlsConfiguration configuration;
    private final @Nullable Object identifier;
    private final SwitchGuard guard;
    private final @Nullable String unitsRole;
    private final @Nullable String role;
    private final String text;

    /**
     * Creates it.
     *
     * @param identifier the normalized identifier of a tenant, {@link io.github.tenantrls.TenantColumnType#system}, or {@code
     *     null} for none
     */
    SessionTenant(RlsConfiguration configuration, @Nullable Object identifier) {
        boolean system = configuration.columnType().system().equals(identifier);
        this.configuration = configuration;
        this.identifier = identifier;
        this.guard = new SwitchGuard(configuration);
        unitsRole = configuration.system().assumedRole();
        role = system ? unitsRole : null;
        text = system || identifier == null ? "" : identifier.toString();
    }

    /** Whether it is this one; identifiers as when it was created. */
    boolean is(@Nullable Object other) {
        return Objects.equals(identifier, other);
    }

    /** Whether {@link #checkContext} refuses nothing now. */
    boolean isCurrent() {
        try {
            checkContext();
            return true;
        } catch (TenantMismatchException e) {
            return false;
        }
    }

    /** The one parameter of {@link #bindingSql}: what the session variable is set to, or else the role. */
    String parameter() {
        return role == null ? text : role;
    }

    /** What tells this tenant from others on a connection: the session variable and its value, or else the role. */
    String key() {
        return role == null ? configuration.variable() + '=' + text : "role=" + role;
    }

    String variable() {
        return configuration.variable();
    }

    /** What its statements must not set. */
    GuardedSettings guarded() {
        return new GuardedSettings(configuration.variable(), unitsRole != null);
    }

    /** The role of the system's that it takes on within the transaction, if it does. */
    @Nullable
    String role() {
        return role;
    }

    /** Whether {@link #unbindingSql}, and for all but the system {@link #bindingSql}, gives back a role that was taken on. */
    boolean givesRoleBack() {
        return unitsRole != null;
    }

    /**
     * The statement that binds; it has one parameter. Its result is of fixed length: the driver sends nothing together with
     * a statement whose result may be long.
     */
    String bindingSql() {
        if (role == null) {
            return (unitsRole == null ? "select " : NO_ROLE) + setVariable("?");
        }
        return "select " + setVariable("''") + ", set_config('role', ?, true) is null";
    }

    /** The statement that leaves neither a tenant nor a role. */
    String unbindingSql() {
        return (unitsRole == null ? "select " : NO_ROLE) + setVariable("''");
    }

    private String setVariable(String value) {
        return "set_config('" + configuration.variable() + "', " + value + ", true) is null";
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
