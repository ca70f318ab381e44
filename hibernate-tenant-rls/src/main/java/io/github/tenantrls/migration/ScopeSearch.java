// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.KnownTable.Link;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides table by table whose its rows are: first where something says it, then along foreign keys. For one use. */
final class ScopeSearch {

    /** What tools for migrations note down. */
    private static final Set<String> OF_TOOLS =
            Set.of("flyway_schema_history", "databasechangelog", "databasechangeloglock");

    private final Map<TableName, KnownTable> tables;
    private final ProposalOptions options;
    private final String column;
    private final Map<TableName, Decision> decisions = new TreeMap<>();

    ScopeSearch(List<KnownTable> tables, ProposalOptions options, String column) {
        this.tables = tables.stream().collect(Collectors.toMap(KnownTable::name, Function.identity()));
        this.options = options;
        this.column = column;
    }

    /**
     * What was decided.
     *
     * @param scope whose the rows are
     * @param reason why
     * @param certain whether something says so
     */
    record Decision(TableScope scope, String reason, boolean certain) {}

    Map<TableName, Decision> decisions() {
        named(options.scoped()).forEach(name -> decide(name, TableScope.SCOPED, "you said so"));
        named(options.global()).forEach(name -> {
            if (decisions.containsKey(name)) {
                throw new TenantRlsException("The table " + name
                        + " is named as tenant-scoped and as shared by all tenants; name it as one of both");
            }
            decide(name, TableScope.GLOBAL, "you said so");
        });
        tables.values().forEach(this::decideAlone);
        follow();
        List<TableName> audits = undecided().filter(this::isAuditOfScoped).toList();
        audits.forEach(name -> decisions.put(
                name, new Decision(TableScope.SCOPED, "audit of a tenant-scoped table, by its name", false)));
        boolean anyScoped = decisions.values().stream().anyMatch(decision -> decision.scope() == TableScope.SCOPED);
        undecided().toList().forEach(name -> decisions.put(name, guess(name, anyScoped)));
        return decisions;
    }

    private List<TableName> named(List<String> names) {
        return names.stream()
                .map(sql -> TableNames.require(sql, options.schemas().get(0), tables.keySet()))
                .toList();
    }

    private void decideAlone(KnownTable table) {
        if (table.scope() != null) {
            decide(table.name(), table.scope(), table.reason());
        }
        if (OF_TOOLS.contains(table.name().name())) {
            decide(table.name(), TableScope.GLOBAL, "a migration tool's own");
        }
        if (hasColumn(table)) {
            decide(table.name(), TableScope.SCOPED, "has the column " + column);
            table.keys().stream()
                    .filter(key -> key.columns().equals(List.of(column))
                            && !key.other().equals(table.name()))
                    .forEach(key -> decideTenants(key.other()));
        }
    }

    /** Has precedence over a column of that name, which the tenants themselves may have for another reason. */
    private void decideTenants(TableName tenants) {
        if (tables.containsKey(tenants)) {
            decide(tenants, TableScope.GLOBAL, "holds the tenants: " + column + " refers to it");
        }
    }

    private void decide(TableName name, TableScope scope, String reason) {
        decisions.putIfAbsent(name, new Decision(scope, reason, true));
    }

    /** Until no more tables are found that refer to tenant-scoped ones. */
    private void follow() {
        boolean found = true;
        while (found) {
            Map<TableName, Decision> next = undecided()
                    .flatMap(name -> reached(tables.get(name)).stream().map(decision -> Map.entry(name, decision)))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            decisions.putAll(next);
            found = !next.isEmpty();
        }
    }

    private Optional<Decision> reached(@Nullable KnownTable table) {
        return table == null
                ? Optional.empty()
                : wayToTenant(table)
                        .map(key -> new Decision(
                                TableScope.SCOPED,
                                (table.isJoinTable() ? "join table: refers to " : "refers to ") + key.other() + " by "
                                        + String.join(", ", key.columns()),
                                true));
    }

    private Optional<Link> wayToTenant(KnownTable table) {
        return way(table, this::isScoped);
    }

    /** The key to one of the tables; one that is never null before others. */
    private static Optional<Link> way(KnownTable table, Predicate<TableName> others) {
        return table.keys().stream()
                .filter(key -> !key.other().equals(table.name()) && others.test(key.other()))
                .min(Comparator.comparing((Link key) -> !table.required().containsAll(key.columns()))
                        .thenComparing(key -> key.columns().get(0)));
    }

    /**
     * The column of a foreign key by which a table without a tenant column gets its tenants from another, step by step from
     * those that have them in another way; nothing for tables that refer to each other in circles.
     */
    Map<TableName, String> ways() {
        Map<TableName, String> ways = new TreeMap<>();
        Set<TableName> filled = new HashSet<>();
        tables.values().stream()
                .filter(table -> isCertain(table.name()))
                .filter(table -> hasColumn(table) || way(table, this::isCertain).isEmpty())
                .forEach(table -> filled.add(table.name()));
        int before;
        do {
            before = filled.size();
            for (KnownTable table : tables.values()) {
                if (isCertain(table.name()) && !filled.contains(table.name())) {
                    way(table, filled::contains)
                            .ifPresent(
                                    key -> ways.put(table.name(), key.columns().get(0)));
                }
            }
            filled.addAll(ways.keySet());
        } while (filled.size() > before);
        return ways;
    }

    private boolean hasColumn(KnownTable table) {
        return TenantColumns.type(table, column).isPresent();
    }

    private boolean isCertain(TableName name) {
        Decision decision = decisions.get(name);
        return decision != null && decision.certain() && isScoped(name);
    }

    private boolean isScoped(TableName name) {
        Decision decision = decisions.get(name);
        return decision != null && decision.scope() == TableScope.SCOPED;
    }

    private Stream<TableName> undecided() {
        return tables.keySet().stream()
                .filter(name -> !decisions.containsKey(name))
                .sorted();
    }

    private boolean isAuditOfScoped(TableName name) {
        return name.name().endsWith("_aud")
                && isScoped(new TableName(
                        name.schema(), name.name().substring(0, name.name().length() - "_aud".length())));
    }

    /** To isolate what was to be shared fails at once; to share what was to be isolated is found by a customer. */
    private Decision guess(TableName name, boolean anyScoped) {
        boolean looked = anyScoped
                && tables.values().stream()
                        .anyMatch(table -> isScoped(table.name())
                                && table.keys().stream()
                                        .anyMatch(key -> key.other().equals(name)));
        return looked
                ? new Decision(
                        TableScope.GLOBAL,
                        "tenant-scoped tables refer to it, and nothing in it leads to a tenant",
                        false)
                : new Decision(TableScope.SCOPED, "nothing says that tenants share it", false);
    }
}
