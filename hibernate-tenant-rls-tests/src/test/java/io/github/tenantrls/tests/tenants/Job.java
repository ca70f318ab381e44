// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What belongs to a tenant. */
@Entity(name = "Job")
@TenantScoped
class Job {
    @Id
    long id;

    String name = "";

    Job() {}

    Job(long id) {
        this.id = id;
    }
}
