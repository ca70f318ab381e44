// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.schema.TenantTableDdl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads all facts about the tables of one persistence unit, by a number of queries that does not depend on theirs. */
final class Catalog {

    private final Connection connection;
    private final CatalogQuery all;
    private final CatalogQuery others;
    private final Unit unit;

    /**
     * Prepares to read.
     *
     * @param connection logged in as the application is
     * @param unit the persistence unit
     */
    Catalog(Connection connection, Unit unit) {
        this.connection = connection;
        this.all = new CatalogQuery(connection, unit.tables());
        this.others = new CatalogQuery(connection, unit.others());
        this.unit = unit;
    }

    /** About one table of each shape if no rule finds fault with these, or with anything else; about all if any does. */
    CatalogFacts read(List<UnfitSetting> unfitSettings) throws SQLException {
        TableShapes shapes = TableShapes.read(all);
        CatalogQuery samples = new CatalogQuery(connection, shapes.samples());
        CatalogQuery none = new CatalogQuery(connection, List.of());
        CatalogScope scope = new CatalogScope(samples, shapes.odd() ? samples : none, shapes.routines() ? all : none);
        CatalogFacts facts = read(scope, shapes.subjects(), unfitSettings);
        return facts.tables().size() == all.tables().size()
                        || Rules.check(facts).isEmpty()
                ? facts
                : read(new CatalogScope(all, all, all), shapes.subjects(), unfitSettings);
    }

    private CatalogFacts read(CatalogScope scope, List<String> subjects, List<UnfitSetting> unfitSettings)
            throws SQLException {
        CatalogQuery query = scope.tables();
        RoleFacts role = AccessCatalog.role(query, unit);
        String variable = unit.configuration().variable();
        TableCatalog tables =
                new TableCatalog(query, new StructureCatalog(scope, unit.configuration(), role), this::ddl);
        Map<Integer, TableFacts> found = tables.read(new PolicyCatalog(query, unit.configuration(), role).read());
        return new CatalogFacts(
                unit,
                role,
                IntStream.rangeClosed(1, query.tables().size())
                        .mapToObj(position -> found.getOrDefault(position, tables.missing(query.table(position))))
                        .toList(),
                subjects,
                OtherCatalog.read(others, variable),
                AccessCatalog.read(scope, unit),
                unfitSettings,
                elsewhere(query, found));
    }

    /** Only asked for if something is missing, which keeps a start from its next step anyway. */
    private static Map<String, List<Elsewhere>> elsewhere(CatalogQuery query, Map<Integer, TableFacts> found)
            throws SQLException {
        Map<String, List<Elsewhere>> elsewhere = new HashMap<>();
        if (found.size() < query.tables().size()) {
            ElsewhereCatalog.read(query)
                    .forEach((position, places) ->
                            elsewhere.put(query.table(position).displayName(), places));
        }
        return elsewhere;
    }

    private TenantTableDdl ddl(TenantTable table) {
        RlsConfiguration configuration = unit.configuration();
        return new TenantTableDdl(
                table,
                configuration.variable(),
                configuration.runtimeRole(),
                configuration.system().policyRole());
    }
}
