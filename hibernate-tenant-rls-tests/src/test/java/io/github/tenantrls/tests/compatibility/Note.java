// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.Set;
import java.util.TreeSet;

/** Its identifier comes from a sequence. */
@Entity(name = "Note")
@TenantScoped
class Note {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    long id;

    String text = "";

    @ElementCollection
    Set<String> tags = new TreeSet<>();

    Note() {}

    Note(String text, String tag) {
        this.text = text;
        tags.add(tag);
    }

    /** Its identifier comes from the database, when it is inserted. */
    @Entity(name = "Ticket")
    @TenantScoped
    static class Ticket {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        String text = "";

        Ticket() {}

        Ticket(String text) {
            this.text = text;
        }
    }
}
