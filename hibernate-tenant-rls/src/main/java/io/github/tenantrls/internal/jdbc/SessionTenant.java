// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For whom a session works, fixed when it was opened: a tenant, the system, or none, which is an empty tenant, for which
 * policies show no row. Immutable.
 *
 * <p>The system's session has an empty tenant too. What it sees it sees by its role: that of a login of its own, or one
 * that it takes on along with the tenant. Where sessions of a persistence unit may do the latter, all others of it give the
 * role back along with their tenant: also one that a statement of somebody else's left on the connection.
 */
final class SessionTenant {

    private final UnitBinding unit;
    private final @Nullable Object identifier;
    private final @Nullable String role;
    private final String text;
    private final String key;

    /**
     * Creates it.
     *
     * @param identifier the normalized identifier of a tenant, {@link io.github.tenantrls.TenantColumnType#system}, or {@code
     *     null} for none
     */
    SessionTenant(UnitBinding unit, @Nullable Object identifier) {
        boolean system = unit.configuration().columnType().system().equals(identifier);
        this.unit = unit;
        this.identifier = identifier;
        role = system ? unit.role() : null;
        text = system || identifier == null ? "" : identifier.toString();
        key = role == null ? unit.configuration().variable() + '=' + text : "role=" + role;
    }

    UnitBinding unit() {
        return unit;
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

    /** The texts that bind it. */
    BindingSql sql() {
        return unit.sql(role != null);
    }

    /** The one parameter of {@link BindingSql#binding}: what the session variable is set to, or else the role. */
    String parameter() {
        return role == null ? text : role;
    }

    /** What tells this tenant from others on a connection: the session variable and its value, or else the role. */
    String key() {
        return key;
    }

    String variable() {
        return unit.configuration().variable();
    }

    /** The role of the system's that it takes on within the transaction, if it does. */
    @Nullable
    String role() {
        return role;
    }

    /** Whether what unbinds, and for all but the system what binds, gives back a role that was taken on. */
    boolean givesRoleBack() {
        return unit.role() != null;
    }

    /**
     * Refuses to work while {@link TenantContext} names another tenant.
     *
     * @throws TenantMismatchException if it does, and the switch guard is on
     */
    void checkContext() {
        unit.guard().check(identifier);
    }
}
