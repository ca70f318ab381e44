// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.jaxrs.TenantExceptionMapper;
import jakarta.persistence.EntityManagerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The resources, and the answer where a tenant is suspended while a request is handled. */
// tag::rest[]
final class Rest extends ResourceConfig {

    Rest(EntityManagerFactory factory) {
        register(Notes.class);
        register(new TenantExceptionMapper(TenantAnswers.of(factory.getProperties())));
    }
}
// end::rest[]
