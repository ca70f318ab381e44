// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UnionSubclass;
import org.jspecify.annotations.Nullable;

/** The tables of the tenant-scoped entities in one mapping; filled by its constructor. */
final class ScopedTables {

    private final Map<Table, ScopedTable> tables = new LinkedHashMap<>();
    private final Metadata metadata;
    private final RlsConfiguration configuration;
    private final AuditTables audits;

    ScopedTables(Metadata metadata, RlsConfiguration configuration) {
        this.metadata = metadata;
        this.configuration = configuration;
        this.audits = AuditTables.of(metadata);
        // Superclasses first: where several entities share a table, the most general one names the tenant column.
        metadata.getEntityBindings().stream()
                .sorted(Comparator.comparingInt(
                                (PersistentClass entity) -> superclasses(entity).size())
                        .thenComparing(PersistentClass::getEntityName))
                .forEach(this::addIfScoped);
    }

    Collection<ScopedTable> all() {
        return tables.values();
    }

    /** The tables of all other entities, each once for every tenant column that there is. */
    Stream<ScopedTable> others() {
        Set<String> columns = tables.isEmpty()
                ? Set.of(configuration.column())
                : tables.values().stream().map(ScopedTable::column).collect(Collectors.toCollection(TreeSet::new));
        return metadata.getEntityBindings().stream()
                .filter(entity -> entity.getClassName() != null && !isRevision(entity.getMappedClass()))
                .flatMap(entity -> physicalTablesOf(entity)
                        .filter(table -> !tables.containsKey(table))
                        .flatMap(table -> columns.stream()
                                .map(column -> new ScopedTable(table, column, Set.of(entity.getEntityName())))));
    }

    /** Revisions of Envers are of all tenants; a tenant that they note is that of the change, not of the row. */
    private static boolean isRevision(Class<?> entity) {
        return Stream.of(entity.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getName().equals("org.hibernate.envers.RevisionEntity"));
    }

    private void addIfScoped(PersistentClass entity) {
        TenantScoped annotation = annotation(entity);
        if (annotation != null) {
            String column = annotation.column().isEmpty() ? configuration.column() : annotation.column();
            refuseConflict(entity, column);
            physicalTablesOf(entity)
                    .forEach(table -> tables.computeIfAbsent(
                                    table, added -> new ScopedTable(added, column, new TreeSet<>()))
                            .entities()
                            .add(entity.getEntityName()));
        }
    }

    private static @Nullable TenantScoped annotation(PersistentClass entity) {
        // No class: a dynamic model, as the audit entities of Envers are; those come with the entity they audit.
        return entity.getClassName() == null ? null : annotation(entity.getMappedClass());
    }

    /** Java inherits annotations from superclasses alone; one on an interface is meant for those who implement it. */
    private static @Nullable TenantScoped annotation(Class<?> type) {
        TenantScoped own = type.getAnnotation(TenantScoped.class);
        return own != null
                ? own
                : Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                        .flatMap(supertype -> Stream.ofNullable(annotation(supertype)))
                        .findFirst()
                        .orElse(null);
    }

    private void refuseConflict(PersistentClass entity, String column) {
        ScopedTable known = tables.get(entity.getTable());
        if (known != null && !known.column().equals(column)) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": the entities "
                    + String.join(", ", known.entities()) + " and " + entity.getEntityName() + " share the table "
                    + entity.getTable().getName() + " but name different tenant columns in @TenantScoped; give both"
                    + " the same column");
        }
    }

    private Stream<Table> physicalTablesOf(PersistentClass entity) {
        return tablesOf(entity).filter(Table::isPhysicalTable).filter(table -> !table.isView());
    }

    private Stream<Table> tablesOf(PersistentClass entity) {
        Set<PersistentClass> lineage = new LinkedHashSet<>(superclasses(entity));
        lineage.add(entity);
        return Stream.concat(rowTables(entity, lineage), collectionTables(lineage));
    }

    /** A row of an entity has parts in the tables of its superclasses, unless each class has a table with all columns. */
    private Stream<Table> rowTables(PersistentClass entity, Set<PersistentClass> lineage) {
        Stream<PersistentClass> withRows = entity instanceof UnionSubclass ? Stream.of(entity) : lineage.stream();
        Stream<Table> own =
                withRows.flatMap(part -> Stream.concat(withHistory(part.getTable(), part), audits.ofRows(part)));
        Stream<Table> joined = entity.getJoinClosure().stream()
                .filter(join -> !join.isInverse() || isWrittenByOther(join.getTable()))
                .flatMap(join -> withHistory(join.getTable(), join));
        return Stream.concat(own, joined);
    }

    /** A join table for what this entity maps by the attribute of another one, which need not be tenant-scoped. */
    private boolean isWrittenByOther(Table table) {
        return metadata.getEntityBindings().stream()
                .flatMap(entity -> entity.getJoins().stream())
                .anyMatch(join -> !join.isInverse() && join.getTable().equals(table));
    }

    /** Of all collections of these entities: a join table says which rows are theirs, whichever side writes it. */
    private Stream<Table> collectionTables(Set<PersistentClass> lineage) {
        Set<Table> own = collections(collection -> lineage.contains(collection.getOwner()))
                .flatMap(ScopedTables::collectionTable)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Stream<Table> former = collections(collection -> !collection.isInverse()
                        && (lineage.contains(collection.getOwner())
                                || collectionTable(collection).anyMatch(own::contains)))
                .flatMap(collection ->
                        Stream.concat(HistoryTable.of(collection).stream(), audits.ofCollection(collection)));
        return Stream.concat(own.stream(), former);
    }

    private Stream<org.hibernate.mapping.Collection> collections(Predicate<org.hibernate.mapping.Collection> which) {
        return metadata.getCollectionBindings().stream().filter(which);
    }

    private static Stream<Table> collectionTable(org.hibernate.mapping.Collection collection) {
        // Without a join table, the collection is a column in the table of the other entity.
        return collection.isOneToMany() ? Stream.empty() : Stream.of(collection.getCollectionTable());
    }

    private static Stream<Table> withHistory(Table table, Object mapping) {
        return Stream.concat(Stream.of(table), HistoryTable.of(mapping).stream());
    }

    private static List<PersistentClass> superclasses(PersistentClass entity) {
        return Stream.<@Nullable PersistentClass>iterate(
                        entity.getSuperclass(),
                        next -> next != null,
                        next -> next == null ? null : next.getSuperclass())
                .flatMap(Stream::ofNullable)
                .toList();
    }
}
