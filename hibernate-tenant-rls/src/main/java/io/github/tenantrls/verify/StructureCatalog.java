// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.RlsConfiguration;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Reads what belongs to the tables. */
final class StructureCatalog {

    private final Map<Integer, ColumnFacts> columns;
    private final Map<Integer, List<UniqueFacts>> uniques;
    private final Map<Integer, List<KeyFacts>> keys;
    private final Map<Integer, List<ChildFacts>> children;

    StructureCatalog(CatalogScope scope, RlsConfiguration configuration, RoleFacts role) throws SQLException {
        columns = ColumnCatalog.read(scope.tables(), configuration.variable());
        uniques = KeyCatalog.uniques(scope.odd());
        keys = KeyCatalog.keys(scope.odd());
        children = ChildCatalog.read(scope.odd(), configuration, role);
    }

    /** What belongs to the table with a number, and what is known of it already. */
    TableStructure of(int position, List<String> largeObjects) {
        return new TableStructure(
                columns.get(position),
                uniques.getOrDefault(position, List.of()),
                keys.getOrDefault(position, List.of()),
                children.getOrDefault(position, List.of()),
                largeObjects);
    }
}
