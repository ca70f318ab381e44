// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settles the columns of foreign keys: they refer to rows that are there for the tenant, or that are inserted for it, or
 * to nothing where they may. Not thread-safe.
 */
final class References {

    private final RowBuilder rows;
    private final ProbeSession session;
    private final ProbeSchema schema;
    private final String tenant;
    private final boolean reuse;

    /** The tables whose rows are being built, one for the sake of the other. */
    private final Set<Long> underWay = new HashSet<>();

    /**
     * Prepares to settle them.
     *
     * @param tenant the tenant, which is bound
     * @param reuse whether to prefer rows that are there to new ones
     */
    References(RowBuilder rows, ProbeSession session, ProbeSchema schema, String tenant, boolean reuse) {
        this.rows = rows;
        this.session = session;
        this.schema = schema;
        this.tenant = tenant;
        this.reuse = reuse;
    }

    /** The values that are settled for a row of the table: those given, the tenant, and those of foreign keys. */
    Map<String, @Nullable String> resolve(ProbeTable table, Map<String, @Nullable String> given) throws SQLException {
        Map<String, @Nullable String> fixed = new LinkedHashMap<>(given);
        if (table.tenantColumn() != null) {
            fixed.putIfAbsent(table.column(table.tenantColumn()).name(), tenant);
        }
        underWay.add(table.oid());
        try {
            for (ProbeForeignKey key : table.foreignKeys()) {
                settle(table, key, fixed);
            }
        } finally {
            underWay.remove(table.oid());
        }
        return fixed;
    }

    private void settle(ProbeTable table, ProbeForeignKey key, Map<String, @Nullable String> fixed)
            throws SQLException {
        List<String> optional = key.columns().stream()
                .filter(name -> !fixed.containsKey(name) && !table.column(name).notNull())
                .toList();
        if (!optional.isEmpty()) {
            optional.forEach(name -> fixed.put(name, null));
        } else if (key.target() == table.oid()) {
            itself(table, key, fixed);
        } else if (key.columns().stream().noneMatch(name -> fixed.containsKey(name) && fixed.get(name) == null)) {
            try {
                session.kept(() -> another(key, fixed));
            } catch (NoRow e) {
                if (!key.deferrable()) { // else checked when the transaction ends, which it never does
                    throw e;
                }
            }
        }
    }

    /** A row may refer to itself. */
    private void itself(ProbeTable table, ProbeForeignKey key, Map<String, @Nullable String> fixed)
            throws SQLException {
        for (int i = 0; i < key.columns().size(); i++) {
            String target = key.targetColumns().get(i);
            if (!fixed.containsKey(target)) {
                fixed.put(target, rows.sample(table.column(target), 0));
            }
            fixed.putIfAbsent(key.columns().get(i), fixed.get(target));
        }
    }

    private List<@Nullable String> another(ProbeForeignKey key, Map<String, @Nullable String> fixed)
            throws SQLException {
        ProbeTable target = schema.table(key.target());
        if (underWay.contains(target.oid())) {
            throw new NoRow("its foreign keys form a circle (" + key.name() + ") that no row can enter");
        }
        Map<String, @Nullable String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            if (fixed.containsKey(key.columns().get(i))) {
                wanted.put(key.targetColumns().get(i), fixed.get(key.columns().get(i)));
            }
        }
        List<@Nullable String> found = find(target, key.targetColumns(), wanted);
        for (int i = 0; i < key.columns().size(); i++) {
            fixed.put(key.columns().get(i), found.get(i));
        }
        return found;
    }

    private List<@Nullable String> find(ProbeTable target, List<String> columns, Map<String, @Nullable String> wanted)
            throws SQLException {
        boolean reusable = reuse || !target.insertable() || wanted.size() == columns.size();
        if (reusable && target.readable()) {
            var existing = session.kept(() -> existing(target, columns, wanted));
            if (!existing.isEmpty()) {
                return existing.get(0);
            }
        }
        if (!target.insertable()) {
            throw new NoRow("it needs a row of " + target.displayName()
                    + " to refer to, where none is to be seen and the role may not insert");
        }
        return rows.insert(target, wanted, columns, this);
    }

    private List<List<@Nullable String>> existing(
            ProbeTable target, List<String> columns, Map<String, @Nullable String> wanted) throws SQLException {
        Map<String, @Nullable String> conditions = new LinkedHashMap<>(wanted);
        if (target.tenantColumn() != null) {
            conditions.putIfAbsent(target.tenantColumn(), tenant);
        }
        String where = conditions.keySet().stream()
                .map(name -> SqlName.quote(name) + " = cast(? as "
                        + target.column(name).type() + ")")
                .collect(Collectors.joining(" and "));
        return session.rows(
                columns.stream()
                                .map(name -> SqlName.quote(name) + "::pg_catalog.text")
                                .collect(Collectors.joining(", ", "select ", " from " + target.sqlName()))
                        + (where.isEmpty() ? "" : " where " + where) + " limit 1",
                new ArrayList<>(conditions.values()));
    }
}
