// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Table;

/** Finds every table that the data of tenant-scoped entities lands in. */
public final class TenantTables {

    private TenantTables() {}

    /**
     * All tables of the tenant-scoped entities of a persistence unit: primary, secondary, joined-subclass and
     * table-per-class tables, the collection tables of these entities and their join tables, whichever side writes
     * them, and the audit and history tables of all of them.
     *
     * @param metadata the mapping, complete
     * @param names how Hibernate writes names in SQL, with its default schema
     * @param settings the settings of the persistence unit
     * @return the tables, in the order of their names
     * @throws io.github.tenantrls.TenantRlsException if a setting cannot be read, a name is none, or two entities want
     *     different tenant columns in one table
     */
    public static List<TenantTable> of(Metadata metadata, SqlStringGenerationContext names, Map<String, ?> settings) {
        return of(metadata, names, settings, table -> true);
    }

    /**
     * Those of the tables of the tenant-scoped entities that pass a filter.
     *
     * @param metadata the mapping, complete
     * @param names how Hibernate writes names in SQL, with its default schema
     * @param settings the settings of the persistence unit
     * @param filter which tables to include
     * @return the tables, in the order of their names
     * @throws io.github.tenantrls.TenantRlsException as for {@link #of(Metadata, SqlStringGenerationContext, Map)}
     */
    public static List<TenantTable> of(
            Metadata metadata, SqlStringGenerationContext names, Map<String, ?> settings, Predicate<Table> filter) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        return describe(
                new ScopedTables(metadata, configuration)
                        .all().stream().filter(scopedTable -> filter.test(scopedTable.table())),
                new TableNaming(metadata, names, configuration));
    }

    /**
     * The tables of the entities that are not tenant-scoped, as far as no tenant-scoped entity has data in them: with the
     * tenant column that they would have, and once for each name of it.
     *
     * @param metadata the mapping, complete
     * @param names how Hibernate writes names in SQL, with its default schema
     * @param settings the settings of the persistence unit
     * @return the tables, in the order of their names
     * @throws io.github.tenantrls.TenantRlsException as for {@link #of(Metadata, SqlStringGenerationContext, Map)}
     */
    public static List<TenantTable> others(
            Metadata metadata, SqlStringGenerationContext names, Map<String, ?> settings) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        return describe(
                new ScopedTables(metadata, configuration).others(), new TableNaming(metadata, names, configuration));
    }

    private static List<TenantTable> describe(Stream<ScopedTable> tables, TableNaming naming) {
        return tables.map(naming::describe)
                .sorted(Comparator.comparing(TenantTable::displayName))
                .toList();
    }
}
