// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.schema.TenantTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts tables in the order in which their rows can be deleted: those that refer before those that they refer to. */
final class DeletionOrder {

    private DeletionOrder() {}

    /**
     * Orders tables.
     *
     * @return groups of tables; those of one group refer to each other in a circle
     */
    static List<List<TenantTable>> of(List<TenantTable> tables, List<Reference> references) {
        Map<TenantTable, Set<TenantTable>> reachable = new LinkedHashMap<>();
        tables.forEach(table -> reachable.put(table, reachableFrom(table, references)));
        // who refers to a table reaches all that it does and one more, unless they are in one circle and reach the same
        Map<Set<TenantTable>, List<TenantTable>> groups = new LinkedHashMap<>();
        reachable.forEach((table, reached) ->
                groups.computeIfAbsent(reached, key -> new ArrayList<>()).add(table));
        return groups.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getKey().size()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** With the table itself. */
    private static Set<TenantTable> reachableFrom(TenantTable start, Collection<Reference> references) {
        Set<TenantTable> reached = new HashSet<>(Set.of(start));
        Deque<TenantTable> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            TenantTable table = open.pop();
            references.stream()
                    .filter(reference -> reference.from().equals(table))
                    .map(Reference::to)
                    .filter(reached::add)
                    .forEach(open::push);
        }
        return reached;
    }
}
