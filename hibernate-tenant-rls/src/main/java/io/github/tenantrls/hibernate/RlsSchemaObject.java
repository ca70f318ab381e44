// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.SharedGrants;
import io.github.tenantrls.schema.TenantKeysDdl;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import io.github.tenantrls.schema.TenantTables;
import io.github.tenantrls.schema.TenantsTableDdl;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.boot.model.relational.AuxiliaryDatabaseObject;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;

/**
 * What this library adds to the schema of one persistence unit, after all of its tables.
 *
 * <p>The tables are looked up when the statements are asked for, not before: Envers adds its own to the same mapping,
 * and in no particular order. Nothing is dropped, but for foreign keys to make them again: policies go with their tables. Not serializable, as the mapping is not.
 */
final class RlsSchemaObject implements AuxiliaryDatabaseObject {

    private static final long serialVersionUID = 1L;

    private final transient MetadataImplementor metadata;
    private transient Map<String, Object> settings;

    RlsSchemaObject(MetadataImplementor metadata, Map<String, Object> settings) {
        this.metadata = metadata;
        this.settings = settings;
    }

    /** From now on these settings count, where the mapping was made with those of another time. */
    void configure(Map<String, Object> current) {
        settings = current;
    }

    @Override
    public String getExportIdentifier() {
        return "tenant-rls";
    }

    @Override
    public boolean appliesToDialect(Dialect dialect) {
        return dialect instanceof PostgreSQLDialect;
    }

    @Override
    public boolean beforeTablesOnCreation() {
        return false;
    }

    @Override
    public String[] sqlCreateStrings(SqlStringGenerationContext context) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        ExportFilter filter = ExportFilter.of(metadata, settings, context.isMigration());
        List<TenantTable> tables = TenantTables.of(metadata, context, settings, filter::includes);
        Stream<String> shared =
                SharedGrants.of(metadata, context, settings, filter::includes, filter::includes, lineBreak()).stream();
        return Stream.of(tenants(), isolation(tables, configuration), shared)
                .flatMap(statements -> statements)
                .toArray(String[]::new);
    }

    private Stream<String> tenants() {
        return RlsConfiguration.of(settings).tenants().exported()
                ? Stream.of(TenantsTableDdl.of(settings).migration(lineBreak()))
                : Stream.empty();
    }

    private Stream<String> isolation(List<TenantTable> tables, RlsConfiguration configuration) {
        Stream<TenantTableDdl> each = tables.stream()
                .map(table -> new TenantTableDdl(
                        table,
                        configuration.variable(),
                        configuration.runtimeRole(),
                        configuration.system().policyRole()));
        String lineBreak = lineBreak();
        if (tables.isEmpty() || !configuration.compositeForeignKeys()) {
            return each.map(ddl -> ddl.migration(lineBreak));
        }
        TenantKeysDdl keys = new TenantKeysDdl(tables);
        return Stream.concat(
                each.map(ddl -> ddl.migrationWithoutIndex(lineBreak)),
                Stream.of(keys.composeKeys(lineBreak), keys.createIndexes(lineBreak)));
    }

    @Override
    public String[] sqlDropStrings(SqlStringGenerationContext context) {
        return new String[0]; // Hibernate runs these for an update too, before it creates anew
    }

    /** Scripts have each statement on one line unless Hibernate formats them, and are read back in the same way. */
    private String lineBreak() {
        return Boolean.parseBoolean(String.valueOf(settings.get(AvailableSettings.FORMAT_SQL))) ? "\n" : " ";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(getClass().getName());
    }
}
