// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.internal.tenants.TenantDirectory;
import io.github.tenantrls.schema.TenantTable;
import java.util.List;

/** Whose tenants they are: a persistence unit's, or those of a database without one, for which no Hibernate is needed. */
interface TenantsOwner {

    /** Where they are found and changed. */
    TenantDirectory directory();

    /** The tables that have rows of theirs. */
    List<TenantTable> tables();

    /** The rows of one of them. */
    default TenantRows rows(Object tenant) {
        return new TenantRows(directory().configuration().owner(), tables(), tenant);
    }

    /**
     * Something to be done for each of some tenants.
     *
     * @throws io.github.tenantrls.TenantRlsException if there is nothing that could do it
     */
    ForEachTenant forEach(Iterable<?> tenants);
}
