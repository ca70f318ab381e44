// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quickstart;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.Set;
import java.util.TreeSet;

// Each project belongs to one tenant, and nothing in this class says so but the annotation.
// tag::entity[]
@Entity
@TenantScoped
public class Project {

    @Id
    @GeneratedValue
    private long id;

    private String name = "";

    @ElementCollection
    private Set<String> tags = new TreeSet<>();

    // and constructors and accessors, as ever
    // end::entity[]

    protected Project() {}

    public Project(String name, String... tags) {
        this.name = name;
        this.tags.addAll(Set.of(tags));
    }

    public long getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Set<String> getTags() {
        return tags;
    }
}
