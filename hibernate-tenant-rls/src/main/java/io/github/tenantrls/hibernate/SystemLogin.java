// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.sql.SQLException;

/** As which role the system logs in, where that is for its {@code DataSource} or its URL alone to know. */
final class SystemLogin {

    private SystemLogin() {}

    /**
     * Asks the database.
     *
     * @throws TenantRlsException if it is the role of the application: a policy that shows all rows to it would show them to
     *     every tenant
     */
    static String role(RlsConfiguration configuration, ConnectionSource application, ConnectionSource system) {
        try {
            String role = system.role();
            if (role.equals(application.role()) || role.equals(configuration.runtimeRole())) {
                throw new TenantRlsException("Persistence unit " + configuration.unit() + ": the system logs in as "
                        + role
                        + ", the role of the application, so that a policy which shows it all rows would show them to"
                        + " every tenant; give it a login of its own, or name in " + TenantRlsSettings.SYSTEM_ROLE
                        + " the role to which policies show all rows");
            }
            return role;
        } catch (SQLException e) {
            throw new TenantRlsException(String.valueOf(e.getMessage()), e);
        }
    }
}
