// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.IndexedCollection;
import org.hibernate.mapping.Join;
import org.hibernate.mapping.JoinedSubclass;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.Value;

/** The attributes and keys that are mapped to the columns of one table. */
final class MappedValues {

    private final Metadata metadata;
    private final Table table;

    MappedValues(Metadata metadata, Table table) {
        this.metadata = metadata;
        this.table = table;
    }

    /**
     * Whether an insert writes a column that is mapped in the table.
     *
     * <p>A history table has the columns of another table's mapping, and all of them are written.
     */
    boolean write(Column column) {
        List<Boolean> insertable = Stream.concat(ofEntities(), ofCollections())
                .filter(mapped -> table.equals(mapped.value().getTable()))
                .flatMap(mapped -> mapped.insertable(column))
                .toList();
        return insertable.isEmpty() || insertable.contains(true);
    }

    private Stream<Mapped> ofEntities() {
        return metadata.getEntityBindings().stream()
                .flatMap(entity -> Stream.of(
                                Stream.of(new Mapped(entity.getIdentifier(), true)),
                                keyToSuperclass(entity),
                                ofProperties(entity.getProperties()),
                                entity.getJoins().stream().flatMap(MappedValues::ofJoin))
                        .flatMap(mapped -> mapped));
    }

    private static Stream<Mapped> keyToSuperclass(PersistentClass entity) {
        return entity instanceof JoinedSubclass subclass
                ? Stream.of(new Mapped(subclass.getKey(), true))
                : Stream.empty();
    }

    private static Stream<Mapped> ofJoin(Join join) {
        return Stream.concat(Stream.of(new Mapped(join.getKey(), true)), ofProperties(join.getProperties()));
    }

    private static Stream<Mapped> ofProperties(List<Property> properties) {
        return properties.stream().map(property -> new Mapped(property.getValue(), property.isInsertable()));
    }

    private Stream<Mapped> ofCollections() {
        return metadata.getCollectionBindings().stream()
                .flatMap(collection -> Stream.concat(
                                Stream.of(collection.getKey(), collection.getElement()), index(collection))
                        .map(value -> new Mapped(value, true)));
    }

    private static Stream<Value> index(Collection collection) {
        return collection instanceof IndexedCollection indexed ? Stream.ofNullable(indexed.getIndex()) : Stream.empty();
    }

    private record Mapped(Value value, boolean writable) {

        Stream<Boolean> insertable(Column column) {
            boolean[] each = value.getColumnInsertability();
            return IntStream.range(0, value.getSelectables().size())
                    .filter(position -> column.equals(value.getSelectables().get(position)))
                    .mapToObj(position -> writable && each[position]);
        }
    }
}
