// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.internal.SqlName;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows belong to one tenant each. Immutable; two tables are equal if all of their parts are.
 *
 * <p>All names are those that the catalog of the server holds for what Hibernate writes in SQL: without quotes, and in
 * lower case where Hibernate does not quote.
 *
 * @param catalog the database, or {@code null} where Hibernate writes none
 * @param schema the schema, or {@code null} where Hibernate writes none and the search path of the connection decides
 * @param name the name of the table
 * @param entities the names of the tenant-scoped entities with data in it, sorted
 * @param column the name of the tenant column
 * @param columnType the type of the tenant column
 * @param primary whether an entity has its rows there, and not just parts of them, collections or their audit
 * @param written whether an attribute writes the tenant column, so that it needs no default
 */
public record TenantTable(
        @Nullable String catalog,
        @Nullable String schema,
        String name,
        Set<String> entities,
        String column,
        TenantColumnType columnType,
        boolean primary,
        boolean written) {

    /**
     * Creates a table.
     *
     * @param catalog the database, or {@code null}
     * @param schema the schema, or {@code null}
     * @param name the name of the table
     * @param entities the names of the entities
     * @param column the name of the tenant column
     * @param columnType the type of the tenant column
     * @param primary whether an entity has its rows there
     * @param written whether an attribute writes the tenant column
     */
    public TenantTable {
        entities = Collections.unmodifiableSet(new TreeSet<>(entities));
    }

    /**
     * The table's qualified name in SQL, each part quoted.
     *
     * @return for example {@code "public"."project"}
     */
    public String sqlName() {
        return parts().map(SqlName::quote).collect(Collectors.joining("."));
    }

    /**
     * The table's qualified name for people, without quotes.
     *
     * @return for example {@code public.project}
     */
    public String displayName() {
        return parts().collect(Collectors.joining("."));
    }

    /**
     * The same table under the name at which the server found it.
     *
     * @param foundSchema the schema in which the server found it
     * @param foundName its name there
     * @return the table with that schema and name
     */
    public TenantTable at(String foundSchema, String foundName) {
        return new TenantTable(null, foundSchema, foundName, entities, column, columnType, primary, written);
    }

    private Stream<String> parts() {
        return Stream.of(catalog, schema, name).flatMap(Stream::ofNullable);
    }
}
