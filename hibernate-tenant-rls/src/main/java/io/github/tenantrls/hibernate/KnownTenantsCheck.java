// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.VerificationMode;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;

/** Refuses the start of a factory whose tenants are to be known, and cannot be, once the schema export is done. */
final class KnownTenantsCheck implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final RlsConnectionProvider provider;

    KnownTenantsCheck(RlsConnectionProvider provider) {
        this.provider = provider;
    }

    /**
     * Reads the table of the tenants.
     *
     * @throws io.github.tenantrls.TenantRlsException if it cannot be read; Hibernate closes the factory then
     */
    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        // who starts without verification may start without a database, too
        provider.directory().requireTable(provider.configuration().verification() == VerificationMode.OFF);
    }
}
