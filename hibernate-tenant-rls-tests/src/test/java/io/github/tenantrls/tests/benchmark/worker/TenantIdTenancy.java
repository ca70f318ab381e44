// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.annotations.TenantId;

/** (c) and, where Hibernate makes policies for it by itself, (d): {@code @TenantId}. */
final class TenantIdTenancy extends Tenancy {

    /**
     * Creates it.
     *
     * @param nativeCondition whether native SQL has to name the tenant, because nothing else does there
     */
    TenantIdTenancy(boolean nativeCondition) {
        super(TenantIdItem.class, TenantIdMark.class, false, nativeCondition);
    }

    @Override
    Map<String, Object> settings(DataSource dataSource) {
        return Map.of(DATA_SOURCE, dataSource, RESOLVER, new CurrentTenant());
    }

    @Override
    Item newItem(UUID tenant) {
        return new TenantIdItem();
    }

    @Override
    Mark newMark(UUID tenant) {
        return new TenantIdMark();
    }

    @Entity(name = "Item")
    @Table(name = "item")
    static class TenantIdItem extends Item {
        @TenantId
        @Column(name = "tenant_id")
        UUID tenantId;
    }

    @Entity(name = "Mark")
    @Table(name = "mark")
    static class TenantIdMark extends Mark {
        @TenantId
        @Column(name = "tenant_id")
        UUID tenantId;
    }
}
