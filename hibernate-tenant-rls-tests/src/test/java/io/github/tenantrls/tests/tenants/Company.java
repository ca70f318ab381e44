// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tables that refer to each other, to themselves, in a circle, and one in partitions. */
final class Company {

    static final Class<?>[] ENTITIES = {Desk.class, Floor.class, Node.class, Egg.class, Hen.class, Visit.class};

    private Company() {}

    /** Before the floor in the order of names, and after it in the order of references. */
    @Entity(name = "Floor")
    @TenantScoped
    static class Floor {
        @Id
        long id;
    }

    @Entity(name = "Desk")
    @TenantScoped
    static class Desk {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Floor floor;

        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    @Entity(name = "Node")
    @TenantScoped
    static class Node {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Node parent;
    }

    @Entity(name = "Hen")
    @TenantScoped
    static class Hen {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Egg egg;
    }

    @Entity(name = "Egg")
    @TenantScoped
    static class Egg {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Hen hen;
    }

    @Entity(name = "Visit")
    @TenantScoped
    static class Visit {
        @Id
        long id;

        @ManyToOne
        @Nullable
        Floor floor;
    }
}
