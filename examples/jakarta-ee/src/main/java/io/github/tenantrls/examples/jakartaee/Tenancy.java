// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import io.github.tenantrls.web.servlet.TenantFilter;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Puts the filter in front of all that the application does, as persistence.xml describes it. */
// tag::listener[]
@WebListener
public class Tenancy implements ServletContextListener {

    private final EntityManagerFactory factory;

    @Inject // in an application server rather a field with @PersistenceUnit
    public Tenancy(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        TenantFilter.of(factory).addTo(event.getServletContext());
    }
}
// end::listener[]
