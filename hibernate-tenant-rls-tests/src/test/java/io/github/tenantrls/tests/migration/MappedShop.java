// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model whose entities know nothing of tenants. */
final class MappedShop {

    private MappedShop() {}

    @Entity(name = "ShopCountry")
    @Table(name = "country")
    static class Country {
        @Id
        @Nullable
        String code;
    }

    @Entity(name = "ShopCustomer")
    @Table(name = "customer")
    static class Customer {
        @Id
        long id;

        @ManyToOne(optional = false)
        @Nullable
        Country country;
    }

    @Entity(name = "ShopInvoice")
    @Table(name = "\"Invoice\"", schema = "billing")
    static class Invoice {
        @Id
        long id;

        @ManyToOne(optional = false)
        @Nullable
        Customer customer;

        @ElementCollection
        @Nullable
        Set<String> lines;

        @ManyToMany
        @Nullable
        Set<Label> labels;
    }

    @Entity(name = "ShopLabel")
    @Table(name = "label")
    static class Label {
        @Id
        long id;
    }
}
