// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.DefaultSchemaFilterProvider;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;

/** What Hibernate's schema export leaves alone by {@code hibernate.hbm2ddl.schema_filter_provider}, left alone here too. */
final class ExportFilter {

    private final MetadataImplementor metadata;
    private final SchemaFilter filter;

    private ExportFilter(MetadataImplementor metadata, SchemaFilter filter) {
        this.metadata = metadata;
        this.filter = filter;
    }

    static ExportFilter of(MetadataImplementor metadata, Map<String, Object> settings, boolean migration) {
        SchemaFilterProvider provider = metadata.getMetadataBuildingOptions()
                .getServiceRegistry()
                .requireService(StrategySelector.class)
                .resolveDefaultableStrategy(
                        SchemaFilterProvider.class,
                        settings.get(AvailableSettings.HBM2DDL_FILTER_PROVIDER),
                        DefaultSchemaFilterProvider.INSTANCE);
        return new ExportFilter(metadata, migration ? provider.getMigrateFilter() : provider.getCreateFilter());
    }

    boolean includes(Table table) {
        return filter.includeTable(table)
                && namespaces()
                        .filter(namespace -> namespace.getTables().contains(table))
                        .allMatch(filter::includeNamespace);
    }

    boolean includes(Sequence sequence) {
        return filter.includeSequence(sequence)
                && namespaces()
                        .filter(namespace -> contains(namespace, sequence))
                        .allMatch(filter::includeNamespace);
    }

    private static boolean contains(Namespace namespace, Sequence sequence) {
        return StreamSupport.stream(namespace.getSequences().spliterator(), false)
                .anyMatch(sequence::equals);
    }

    private Stream<Namespace> namespaces() {
        return StreamSupport.stream(metadata.getDatabase().getNamespaces().spliterator(), false);
    }
}
