// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SqlName;
import java.util.List;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.JoinedSubclass;
import org.hibernate.mapping.Table;

/** Describes tables under the names that Hibernate's SQL gives them on the server. */
final class TableNaming {

    private final Metadata metadata;
    private final SqlStringGenerationContext names;
    private final RlsConfiguration configuration;

    TableNaming(Metadata metadata, SqlStringGenerationContext names, RlsConfiguration configuration) {
        this.metadata = metadata;
        this.names = names;
        this.configuration = configuration;
    }

    TenantTable describe(ScopedTable scoped) {
        // Read from the text that Hibernate writes: it knows about default schemas and about catalogs left out.
        List<String> parts = parse(names.format(scoped.table().getQualifiedTableName()), 3, "table");
        int last = parts.size() - 1;
        Identifier column = physicalColumn(scoped.column());
        Column mapped = scoped.table().getColumn(column);
        String columnSql =
                mapped == null ? column.render(names.getDialect()) : mapped.getQuotedName(names.getDialect());
        return new TenantTable(
                last > 1 ? parts.get(0) : null,
                last > 0 ? parts.get(last - 1) : null,
                parts.get(last),
                scoped.entities(),
                parse(columnSql, 1, "column").get(0),
                mapped == null
                        ? configuration.columnType()
                        : MappedColumnType.of(mapped.getSqlType(metadata), configuration.columnType()),
                isPrimary(scoped.table()),
                mapped != null && new MappedValues(metadata, scoped.table()).write(mapped));
    }

    /** Audit entities have no class, and a joined subclass has a part of the row only. */
    private boolean isPrimary(Table table) {
        return metadata.getEntityBindings().stream()
                .anyMatch(entity -> entity.getTable().equals(table)
                        && entity.getClassName() != null
                        && !(entity instanceof JoinedSubclass));
    }

    /** As a name in {@code @Column} would go. */
    private Identifier physicalColumn(String logicalName) {
        Database database = metadata.getDatabase();
        return database.getPhysicalNamingStrategy()
                .toPhysicalColumnName(database.toIdentifier(logicalName), database.getJdbcEnvironment());
    }

    private List<String> parse(String sql, int maxParts, String what) {
        try {
            List<String> parts = SqlName.parse(sql);
            if (parts.size() <= maxParts) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            throw notAName(sql, what, "a part is empty, or a quote stands alone");
        }
        throw notAName(sql, what, "too many parts");
    }

    private TenantRlsException notAName(String sql, String what, String why) {
        return new TenantRlsException("Persistence unit " + configuration.unit() + ": " + sql + " is not the name of a "
                + what + " (" + why + "); correct it in the mapping, and write a quote within a quoted name twice");
    }
}
