// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Entities with unusual names, and with attributes that map the tenant column. */
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
final class Names {

    private Names() {}

    @Entity(name = "OrderInSchema")
    @Table(name = "`Order`", schema = "`My Sales`")
    @TenantScoped(column = "`Tenant Id`")
    static class Order {
        @Id
        long id;

        @ElementCollection
        Set<String> lines = new HashSet<>();
    }

    @Entity(name = "ReservedWord")
    @Table(name = "\"user\"")
    @TenantScoped(column = "\"group\"")
    static class Reserved {
        @Id
        long id;
    }

    @Entity(name = "MixedCase")
    @Table(name = "MixedCase")
    @TenantScoped(column = "TenantId")
    static class MixedCase {
        @Id
        long id;
    }

    @Entity(name = "Hostile")
    @Table(name = "`'; drop table victim; --`")
    @TenantScoped
    static class Hostile {
        @Id
        long id;
    }

    @Entity(name = "WithQuote")
    @Table(name = "`a \"\" and $tenant_rls$`")
    @TenantScoped
    static class WithQuote {
        @Id
        long id;
    }

    @Entity(name = "LoneQuote")
    @Table(name = "`\"; drop table victim; --`")
    @TenantScoped
    static class LoneQuote {
        @Id
        long id;
    }

    @Entity(name = "camelCased")
    @TenantScoped(column = "ownerTenant")
    static class CamelCased {
        @Id
        long id;

        @Column(name = "someValue")
        @Nullable
        String someValue;
    }

    @Entity(name = "mapped_plain")
    @TenantScoped
    static class MappedPlain {
        @Id
        long id;

        @Column(name = "tenant_id", nullable = false)
        UUID tenant;

        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    @Entity(name = "mapped_read_only")
    @TenantScoped
    static class MappedReadOnly {
        @Id
        long id;

        @Column(name = "TENANT_ID", insertable = false, updatable = false)
        @Nullable
        UUID tenant;
    }

    @Entity(name = "mapped_tenant_id")
    @TenantScoped
    static class MappedTenantId {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;
    }

    @Entity(name = "mapped_text")
    @TenantScoped
    static class MappedText {
        @Id
        long id;

        @Column(name = "tenant_id", length = 36, insertable = false, updatable = false)
        @Nullable
        String tenant;
    }

    @Entity(name = "first_of_two")
    @Table(name = "shared")
    @TenantScoped(column = "one")
    static class FirstOfTwo {
        @Id
        long id;
    }

    @Entity(name = "second_of_two")
    @Table(name = "shared")
    @TenantScoped(column = "two")
    static class SecondOfTwo {
        @Id
        long id;
    }
}
