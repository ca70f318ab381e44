// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** Entities with a table {@code item} whose tenant column is mapped, unlike that of {@link Item}. */
final class Mapped {

    private Mapped() {}

    @Entity(name = "item")
    @Table(name = "item")
    @TenantScoped
    static class ByTenantId {
        @Id
        long id;

        @TenantId
        @Column(name = "tenant_id")
        @Nullable
        UUID tenant;
    }

    @Entity(name = "item")
    @Table(name = "item")
    @TenantScoped
    static class ByAttribute {
        @Id
        long id;

        @Column(name = "tenant_id", insertable = false, updatable = false)
        @Nullable
        UUID tenant;
    }
}
