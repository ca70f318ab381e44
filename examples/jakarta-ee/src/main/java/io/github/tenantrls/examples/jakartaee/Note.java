// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.jakartaee;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** A note, which belongs to one tenant. */
// tag::entity[]
@Entity
@TenantScoped
public class Note {

    @Id
    @GeneratedValue
    private long id;

    private String text = "";
    // end::entity[]

    protected Note() {}

    public Note(String text) {
        this.text = text;
    }

    public long getId() {
        return id;
    }

    public String getText() {
        return text;
    }
}
