// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.envers;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.envers.Audited;
import org.hibernate.envers.RevisionEntity;
import org.hibernate.envers.RevisionNumber;
import org.hibernate.envers.RevisionTimestamp;

/** Entities with a history. */
final class History {

    private History() {}

    @Entity(name = "contract")
    @Audited(withModifiedFlag = true)
    @TenantScoped
    static class Contract {
        @Id
        long id;

        String name = "";

        String note = "";

        @ElementCollection
        Set<String> tags = new HashSet<>();

        @ManyToMany
        Set<Party> parties = new HashSet<>();
    }

    @Entity(name = "party")
    @Audited
    @TenantScoped
    static class Party {
        @Id
        long id;

        String name = "";
    }

    /** Shared by all tenants, as Envers' own is. */
    @Entity(name = "shared_revision")
    @RevisionEntity(UserListener.class)
    static class SharedRevision {
        @Id
        @GeneratedValue
        @RevisionNumber
        int id;

        @RevisionTimestamp
        long at;

        String username = "";
    }

    /** Seen by the tenant that made it. */
    // tag::revision[]
    @Entity(name = "tenant_revision")
    @RevisionEntity(UserListener.class)
    @TenantScoped
    public static class TenantRevision {

        @Id
        @GeneratedValue
        @RevisionNumber
        int id;

        @RevisionTimestamp
        long at;

        String username = "";
    }
    // end::revision[]
}
