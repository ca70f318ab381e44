// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import static io.github.tenantrls.internal.SqlName.literal;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.schema.TenantTable;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What fills the tenant columns of all tables that have a source, and in which order. Immutable. */
final class Fills {

    private final Map<String, Fill> byOid = new LinkedHashMap<>();

    private Fills() {}

    /** Looks at the sources that the configuration names. */
    static Fills of(PlanCatalog catalog, IsolationConfig config, List<TableState> tables) throws SQLException {
        Fills fills = new Fills();
        ViaKeys keys = new ViaKeys(catalog, tables);
        for (TableState table : tables) {
            FillSource source = config.fill(table.table()).orElse(null);
            if (source instanceof FillSource.OneTenant one) {
                fills.byOid.put(table.oid(), new Fill(constant(table.table(), one), true, List.of(), List.of()));
            } else if (source instanceof FillSource.Via via) {
                fills.byOid.put(table.oid(), keys.fill(table, via));
            } else if (source instanceof FillSource.Expression expression) {
                fills.byOid.put(
                        table.oid(),
                        new Fill(inParentheses(expression.sql()), false, List.of(), named(expression, tables)));
            }
        }
        return fills;
    }

    Optional<Fill> of(TableState table) {
        return Optional.ofNullable(byOid.get(table.oid()));
    }

    /** The tables that an expression may read; to name one that it does not does no harm. */
    static List<TableState> named(FillSource.Expression expression, List<TableState> tables) {
        return tables.stream()
                .filter(table -> expression.sql().contains(table.table().name()))
                .toList();
    }

    /** An expression may end with a comment, which ends with the line. */
    private static String inParentheses(String sql) {
        return "(" + sql + (sql.contains("--") ? "\n" : "") + ")";
    }

    private static String constant(TenantTable table, FillSource.OneTenant source) {
        try {
            return literal(table.columnType().normalize(source.tenant()).toString()) + "::"
                    + table.columnType().sqlName();
        } catch (InvalidTenantException e) {
            throw new TenantRlsException("table." + table.displayName() + ".fill: " + e.getMessage(), e);
        }
    }
}
