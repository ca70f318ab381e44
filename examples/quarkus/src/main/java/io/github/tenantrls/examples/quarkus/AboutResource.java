// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

// For everybody, and so without a tenant.
@Path("/about")
public class AboutResource {

    @GET
    public String about() {
        return "Projects of several tenants";
    }
}
