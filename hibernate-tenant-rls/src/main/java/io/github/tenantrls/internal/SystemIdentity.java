// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import org.jspecify.annotations.Nullable;

/**
 * As whom the work for all tenants is done: by a login of its own, or else by the application's, which takes on a role
 * for it. Immutable.
 *
 * @param role the role that the policies let see all rows, where it is named
 * @param datasource a {@code DataSource} of the system's, or its JNDI name
 * @param url the URL of the system's login; that of the application if only a user is given
 * @param user the user of the system's login
 * @param password its password, which {@link #toString} hides
 */
public record SystemIdentity(
        @Nullable String role,
        @Nullable Object datasource,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password) {

    /** Whether there is a login of its own. */
    public boolean hasLogin() {
        return datasource != null || url != null || user != null;
    }

    /** The role that the application's own login takes on, if that is the way. */
    public @Nullable String assumedRole() {
        return hasLogin() ? null : role;
    }

    /** Whether there is any way to work for all tenants. */
    public boolean isConfigured() {
        return hasLogin() || role != null;
    }

    /** The role that the policies are to let see all rows; unknown if only its {@code DataSource} or URL tells. */
    public @Nullable String policyRole() {
        return role == null ? user : role;
    }

    @Override
    public String toString() {
        return "SystemIdentity[role=" + role + ", login=" + hasLogin() + "]";
    }
}
