// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The tables of tenant-scoped entities and those that they refer to, directly or not. Immutable.
 *
 * @param tables by oid
 * @param wanted the oids of the tables of tenant-scoped entities that exist, by their number
 */
record ProbeSchema(Map<Long, ProbeTable> tables, Map<Integer, Long> wanted) {

    Optional<ProbeTable> wanted(int position) {
        return Optional.ofNullable(wanted.get(position)).map(this::table);
    }

    ProbeTable table(long oid) {
        return Objects.requireNonNull(tables.get(oid));
    }

    /** The keys by which tables of tenants refer to a shared one with the tenant alone: to the list of all tenants. */
    List<ProbeForeignKey> toTenants() {
        return tables.values().stream()
                .filter(table -> table.tenantColumn() != null)
                .flatMap(table -> table.foreignKeys().stream()
                        .filter(key -> key.columns().equals(List.of(String.valueOf(table.tenantColumn()))))
                        .filter(key -> table(key.target()).tenantColumn() == null))
                .toList();
    }
}
