// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** (a): the tenant is an attribute like another, and each query names it. */
final class PredicateTenancy extends Tenancy {

    PredicateTenancy() {
        super(OwnedItem.class, OwnedMark.class, true, true);
    }

    @Override
    Map<String, Object> settings(DataSource dataSource) {
        return Map.of(DATA_SOURCE, dataSource);
    }

    @Override
    Item newItem(UUID tenant) {
        OwnedItem item = new OwnedItem();
        item.tenantId = tenant;
        return item;
    }

    @Override
    Mark newMark(UUID tenant) {
        OwnedMark mark = new OwnedMark();
        mark.tenantId = tenant;
        return mark;
    }

    @Entity(name = "Item")
    @Table(name = "item")
    static class OwnedItem extends Item {
        @Column(name = "tenant_id", nullable = false, updatable = false)
        UUID tenantId;
    }

    @Entity(name = "Mark")
    @Table(name = "mark")
    static class OwnedMark extends Mark {
        @Column(name = "tenant_id", nullable = false, updatable = false)
        UUID tenantId;
    }
}
