// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.KnownTable.Link;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.model.relational.internal.SqlStringGenerationContextImpl;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/** The tables of a mapping. It, {@link UnitMapping} and {@link HibernateNames} are the only classes here that know Hibernate. */
final class MappedTables {

    private static final String NOT_SCOPED = "no entity in it is @TenantScoped";

    private final MetadataImplementor metadata;
    private final SqlStringGenerationContext names;
    private final String defaultSchema;
    private final Map<TableName, TenantTable> scoped;

    private MappedTables(MetadataImplementor metadata, Map<String, Object> settings, String defaultSchema) {
        this.metadata = metadata;
        this.names = SqlStringGenerationContextImpl.fromConfigurationMap(
                metadata.getDatabase().getJdbcEnvironment(), metadata.getDatabase(), settings);
        this.defaultSchema = defaultSchema;
        this.scoped = TenantTables.of(metadata, names, settings).stream()
                .collect(Collectors.toMap(
                        table -> new TableName(table.schema() == null ? defaultSchema : table.schema(), table.name()),
                        Function.identity()));
    }

    /**
     * All tables with rows of entities.
     *
     * @param metadata the mapping, complete
     * @param defaultSchema the schema of tables whose mapping names none
     */
    static List<KnownTable> of(MetadataImplementor metadata, String defaultSchema) {
        Map<String, Object> settings = metadata.getMetadataBuildingOptions()
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        return new MappedTables(metadata, settings, defaultSchema).all();
    }

    private List<KnownTable> all() {
        return metadata.collectTableMappings().stream()
                .filter(Table::isPhysicalTable)
                .filter(table -> !table.isView())
                .map(this::known)
                .toList();
    }

    private KnownTable known(Table table) {
        TableName name = name(table);
        List<Link> keys = HibernateNames.foreignKeys(table).stream()
                .filter(ForeignKey::isPhysicalConstraint)
                .map(this::key)
                .toList();
        TenantTable own = scoped.get(name);
        return new KnownTable(
                name,
                columns(table),
                table.getColumns().stream()
                        .filter(column -> !column.isNullable() || isInKey(table, column))
                        .map(this::name)
                        .collect(Collectors.toSet()),
                table.getPrimaryKey() == null
                        ? List.of()
                        : names(table.getPrimaryKey().getColumns()),
                keys,
                scope(table, own, keys),
                own == null ? NOT_SCOPED : String.join(", ", own.entities()) + " is @TenantScoped");
    }

    private static boolean isInKey(Table table, Column column) {
        PrimaryKey key = table.getPrimaryKey();
        return key != null && key.containsColumn(column);
    }

    /** Types are those that the schema export would give. */
    private Map<String, String> columns(Table table) {
        Map<String, String> types = new LinkedHashMap<>();
        table.getColumns().forEach(column -> types.put(name(column), column.getSqlType(metadata)));
        return types;
    }

    /** What refers to tenant-scoped rows is left to be found by that: its annotation may have been forgotten. */
    private @Nullable TableScope scope(Table table, @Nullable TenantTable own, List<Link> keys) {
        if (own != null) {
            return TableScope.SCOPED;
        }
        boolean leads = keys.stream().anyMatch(key -> scoped.containsKey(key.other()));
        boolean decided = !scoped.isEmpty() && !leads;
        return decided || isOfRevisions(table) ? TableScope.GLOBAL : null;
    }

    private boolean isOfRevisions(Table table) {
        return metadata.getEntityBindings().stream()
                .filter(entity -> entity.getTable().equals(table) && entity.getClassName() != null)
                .map(PersistentClass::getMappedClass)
                .flatMap(type -> java.util.Arrays.stream(type.getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getName().equals("org.hibernate.envers.RevisionEntity"));
    }

    private Link key(ForeignKey key) {
        return new Link(names(key.getColumns()), name(key.getReferencedTable()));
    }

    private List<String> names(List<Column> columns) {
        return columns.stream().map(this::name).toList();
    }

    private String name(Column column) {
        return TableName.parse(column.getQuotedName(names.getDialect()), defaultSchema)
                .name();
    }

    private TableName name(Table table) {
        String sql = names.format(table.getQualifiedTableName());
        try {
            return TableName.parse(sql, defaultSchema);
        } catch (IllegalArgumentException e) {
            throw new TenantRlsException(
                    "The mapping names a table by what is not the name of one: " + sql + "; correct it there", e);
        }
    }
}
