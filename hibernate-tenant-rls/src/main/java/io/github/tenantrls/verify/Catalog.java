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

    private final CatalogQuery query;
    private final CatalogQuery others;
    private final Unit unit;

    /**
     * Prepares to read.
     *
     * @param connection logged in as the application is
     * @param unit the persistence unit
     */
    Catalog(Connection connection, Unit unit) {
        this.query = new CatalogQuery(connection, unit.tables());
        this.others = new CatalogQuery(connection, unit.others());
        this.unit = unit;
    }

    CatalogFacts read(List<UnfitSetting> unfitSettings) throws SQLException {
        RoleFacts role = AccessCatalog.role(query, unit);
        String variable = unit.configuration().variable();
        TableCatalog tables =
                new TableCatalog(query, new StructureCatalog(query, unit.configuration(), role), this::ddl);
        Map<Integer, TableFacts> found = tables.read(new PolicyCatalog(query, unit.configuration(), role).read());
        return new CatalogFacts(
                unit,
                role,
                IntStream.rangeClosed(1, unit.tables().size())
                        .mapToObj(position -> found.getOrDefault(position, tables.missing(query.table(position))))
                        .toList(),
                OtherCatalog.read(others, variable),
                AccessCatalog.read(query, unit),
                unfitSettings,
                elsewhere(found));
    }

    /** Only asked for if something is missing, which keeps a start from its next step anyway. */
    private Map<String, List<Elsewhere>> elsewhere(Map<Integer, TableFacts> found) throws SQLException {
        Map<String, List<Elsewhere>> elsewhere = new HashMap<>();
        if (found.size() < unit.tables().size()) {
            ElsewhereCatalog.read(query)
                    .forEach((position, places) ->
                            elsewhere.put(query.table(position).displayName(), places));
        }
        return elsewhere;
    }

    private TenantTableDdl ddl(TenantTable table) {
        RlsConfiguration configuration = unit.configuration();
        return new TenantTableDdl(table, configuration.variable(), configuration.runtimeRole());
    }
}
