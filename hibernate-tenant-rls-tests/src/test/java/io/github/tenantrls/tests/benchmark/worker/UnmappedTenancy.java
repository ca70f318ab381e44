// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import io.github.tenantrls.TenantScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** Entities that know nothing of tenants: the database fills the column, and its policies read it. */
abstract class UnmappedTenancy extends Tenancy {

    UnmappedTenancy() {
        super(ScopedItem.class, ScopedMark.class, false, false);
    }

    @Override
    final Item newItem(UUID tenant) {
        return new ScopedItem();
    }

    @Override
    final Mark newMark(UUID tenant) {
        return new ScopedMark();
    }

    /** Where the library is not on the class path, the annotation is not there either. */
    @TenantScoped
    @Entity(name = "Item")
    @Table(name = "item")
    static class ScopedItem extends Item {}

    @TenantScoped
    @Entity(name = "Mark")
    @Table(name = "mark")
    static class ScopedMark extends Mark {}
}
