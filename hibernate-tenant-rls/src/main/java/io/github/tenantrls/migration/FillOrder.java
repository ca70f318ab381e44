// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts tables behind those whose tenants are theirs. */
final class FillOrder {

    private final IsolationConfig config;
    private final ViaKeys keys;
    private final List<TableState> tables;
    private final Set<TableState> done = new LinkedHashSet<>();

    private FillOrder(IsolationConfig config, ViaKeys keys, List<TableState> tables) {
        this.tables = tables;
        this.config = config;
        this.keys = keys;
    }

    /** The tables, each behind the one that its source names, else in the order that they are in. */
    static List<TableState> of(PlanCatalog catalog, IsolationConfig config, List<TableState> tables)
            throws SQLException {
        FillOrder order = new FillOrder(config, new ViaKeys(catalog, tables), tables);
        for (TableState table : tables) {
            order.visit(table, List.of());
        }
        return List.copyOf(order.done);
    }

    private void visit(TableState table, List<TableState> path) throws SQLException {
        if (path.contains(table)) {
            throw cycle(path.subList(path.indexOf(table), path.size()), table);
        }
        if (!done.contains(table) && config.fill(table.table()).orElse(null) instanceof FillSource.Via via) {
            List<TableState> longer = new ArrayList<>(path);
            longer.add(table);
            visit(keys.parent(table, via), longer);
        }
        visitRead(table, path);
        done.add(table);
    }

    /** What an expression reads comes first, unless that reads it in turn. */
    private void visitRead(TableState table, List<TableState> path) throws SQLException {
        if (!done.contains(table)
                && config.fill(table.table()).orElse(null) instanceof FillSource.Expression expression) {
            List<TableState> longer = new ArrayList<>(path);
            longer.add(table);
            for (TableState read : Fills.named(expression, tables)) {
                if (!longer.contains(read)) {
                    visit(read, longer);
                }
            }
        }
    }

    private static TenantRlsException cycle(List<TableState> path, TableState table) {
        return new TenantRlsException("The sources of tenants lead in a circle: "
                + Stream.concat(path.stream(), Stream.of(table))
                        .map(TableState::subject)
                        .collect(Collectors.joining(" by " + "via: to "))
                + "; give one of them another source by table.<name>.fill: another foreign key, tenant:<identifier>, or"
                + " sql:<expression>");
    }
}
