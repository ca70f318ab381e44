// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

// tag::entity[]
/** A project of one tenant; the column that says of which is PostgreSQL's business. */
@Entity
@TenantScoped
class Project {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name = "";

    // and constructors and accessors, as ever
    // end::entity[]

    Project() {}

    Project(String name) {
        this.name = name;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }
}
