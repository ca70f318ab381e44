// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.envers.AuditJoinTable;
import org.hibernate.envers.AuditTable;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/** Entities whose history Envers keeps. */
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class AuditedKinds {

    private AuditedKinds() {}

    @Embeddable
    static class Address {
        @ElementCollection
        @CollectionTable(name = "contract_address_lines")
        Set<String> lines = new HashSet<>();
    }

    @Entity(name = "contract")
    @TenantScoped
    @Audited
    @AuditTable("contract_history")
    @SecondaryTable(name = "contract_secret")
    static class Contract {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @Nullable
        String name;

        @Column(table = "contract_secret")
        @Nullable
        String secret;

        @ElementCollection
        @CollectionTable(name = "contract_terms")
        Set<String> terms = new HashSet<>();

        @ElementCollection
        @CollectionTable(name = "contract_parties")
        @AuditJoinTable(name = "contract_parties_history")
        Set<String> parties = new HashSet<>();

        @OneToMany
        @JoinColumn(name = "contract_id")
        @AuditJoinTable(name = "contract_clauses_aud")
        Set<Clause> clauses = new HashSet<>();

        @ManyToMany
        @JoinTable(name = "contract_member")
        Set<Clause> former = new HashSet<>();

        @Embedded
        Address address = new Address();
    }

    @Entity(name = "clause")
    @TenantScoped
    @Audited
    static class Clause {
        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @Nullable
        String text;
    }
}
