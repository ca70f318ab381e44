// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An entity without an annotation on a table that has a tenant. */
final class EntityNotScoped implements Rule {

    @Override
    public String id() {
        return "RLS039";
    }

    @Override
    public String title() {
        return "entity-not-tenant-scoped";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        Set<String> known = facts.tables().stream().map(TableFacts::subject).collect(Collectors.toSet());
        return facts.others().stream()
                .filter(other -> other.hasTenantColumn() || other.hasTenantPolicy())
                .filter(other -> known.add(other.table().displayName()))
                .map(this::finding);
    }

    private Finding finding(OtherFacts other) {
        return finding(
                Severity.HIGH,
                other.table().displayName(),
                "it has "
                        + (other.hasTenantColumn()
                                ? "the column " + other.table().column()
                                : "a policy for tenants")
                        + ", but " + sharing(other.table().entities()),
                List.of());
    }

    /** Without an application there are tables only. */
    private static String sharing(Set<String> entities) {
        return entities.isEmpty()
                ? "is listed as shared by all tenants, so nothing sees to it that its rows are isolated; list it as"
                        + " tenant-scoped"
                : "the entity " + String.join(", ", entities)
                        + " is not @TenantScoped, so nothing sees to it that its rows are isolated; annotate the entity";
    }
}
