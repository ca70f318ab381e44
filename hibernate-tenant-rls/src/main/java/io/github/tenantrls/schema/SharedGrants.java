// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Table;

/** Lets the roles of the application and of the system use what a persistence unit maps and no tenant owns: sequences and shared tables. */
public final class SharedGrants {

    private final Metadata metadata;
    private final SqlStringGenerationContext names;
    private final List<RoleGrants> grants;
    private final String lineBreak;

    private SharedGrants(
            Metadata metadata, SqlStringGenerationContext names, List<RoleGrants> grants, String lineBreak) {
        this.metadata = metadata;
        this.names = names;
        this.grants = grants;
        this.lineBreak = lineBreak;
    }

    /**
     * Grants what is lacking, one statement for each role and sequence or table; each may run any number of times.
     *
     * @param metadata the mapping, complete
     * @param names how Hibernate writes names in SQL, with its default schema
     * @param settings the settings of the persistence unit
     * @param tables which tables to include
     * @param sequences which sequences to include
     * @param lineBreak what to put between the lines of a statement, a line break or a space
     * @return the statements; none if neither a runtime role nor one of the system is set
     * @throws io.github.tenantrls.TenantRlsException if a setting cannot be read
     */
    public static List<String> of(
            Metadata metadata,
            SqlStringGenerationContext names,
            Map<String, ?> settings,
            Predicate<Table> tables,
            Predicate<Sequence> sequences,
            String lineBreak) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        List<RoleGrants> grants = Stream.of(
                        configuration.runtimeRole(), configuration.system().policyRole())
                .flatMap(Stream::ofNullable)
                .map(RoleGrants::new)
                .toList();
        SharedGrants shared = new SharedGrants(metadata, names, grants, lineBreak);
        Set<Table> scoped = new ScopedTables(metadata, configuration)
                .all().stream().map(ScopedTable::table).collect(Collectors.toSet());
        return Stream.concat(
                        shared.onSequences(sequences), shared.onTables(tables.and(table -> !scoped.contains(table))))
                .toList();
    }

    private Stream<String> onSequences(Predicate<Sequence> filter) {
        return namespaces()
                .flatMap(namespace ->
                        StreamSupport.stream(namespace.getSequences().spliterator(), false))
                .filter(filter)
                .map(sequence -> sqlName(names.format(sequence.getName())))
                .sorted()
                .flatMap(sequence -> grants.stream().map(role -> statement(role.onSequence(sequence))));
    }

    private Stream<String> onTables(Predicate<Table> filter) {
        return namespaces()
                .flatMap(namespace -> namespace.getTables().stream())
                .filter(table -> table.isPhysicalTable() && !table.isView())
                .filter(filter)
                .map(table -> sqlName(names.format(table.getQualifiedTableName())))
                .sorted()
                .flatMap(table -> grants.stream().map(role -> statement(role.onSharedTable(table))));
    }

    private Stream<Namespace> namespaces() {
        return StreamSupport.stream(metadata.getDatabase().getNamespaces().spliterator(), false);
    }

    private String statement(String line) {
        DoBlock block = new DoBlock(lineBreak);
        block.line(line);
        return block.sql();
    }

    private static String sqlName(String sql) {
        return SqlName.parse(sql).stream().map(SqlName::quote).collect(Collectors.joining("."));
    }
}
