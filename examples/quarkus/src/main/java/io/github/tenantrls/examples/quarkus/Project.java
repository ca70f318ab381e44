// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

// tag::entity[]
@Entity
@TenantScoped
@Cacheable
public class Project {

    @Id
    @GeneratedValue
    private long id;

    private String name = "";

    // and constructors and accessors, as ever
    // end::entity[]

    protected Project() {}

    public Project(String name) {
        this.name = name;
    }

    public long getId() {
        return id;
    }

    public String getName() {
        return name;
    }
}
