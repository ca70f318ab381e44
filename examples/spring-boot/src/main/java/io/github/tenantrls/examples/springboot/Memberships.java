// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantRequest;
import java.security.Principal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

// tag::access[]
/** Lets users act for the tenants that they are members of; the table of the members is shared by all tenants. */
@Component
class Memberships implements TenantAccess {

    private final JdbcClient jdbc;

    Memberships(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean mayActFor(TenantRequest request, Object tenant) {
        return request.principal().map(who -> isMember(who, tenant)).orElse(false);
    }

    private boolean isMember(Principal who, Object tenant) {
        return jdbc.sql("select exists (select from membership where username = ? and tenant = ?)")
                .params(who.getName(), tenant)
                .query(Boolean.class)
                .single();
    }
}
// end::access[]
