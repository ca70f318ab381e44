// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** What can be wrong with a table, its columns and its keys. */
final class TableRules {

    static final List<Rule> ALL = List.of(
            new RlsDisabled(),
            new PoliciesWithoutRls(),
            new OwnerExempt(),
            new NoTenantIndex(),
            new TenantNullable(),
            new TenantTypeDiffers(),
            new TenantNotFilled(),
            new UniqueWithoutTenant(),
            new KeyWithoutTenant(),
            new KeyActsAcrossTenants(),
            new ChildUnprotected(),
            new ForeignTable(),
            new TenantTriggerDisabled(),
            new DependentUnprotected(),
            new EntityNotScoped(),
            new TableMissing(),
            new LargeObjectShared());

    private TableRules() {}
}
