// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsSettings;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which column of tables is that of the tenant. */
final class TenantColumns {

    /** Names by which applications call it, the plainest first; those after the first two mean it only if several have it. */
    private static final List<String> USUAL = List.of(
            TenantRlsSettings.DEFAULT_COLUMN,
            "tenant",
            "organization_id",
            "organisation_id",
            "org_id",
            "workspace_id",
            "account_id",
            "company_id");

    private static final int PLAIN = 2;

    private TenantColumns() {}

    /** The name of the column that most tables have, of the usual ones; the library's default if none has one. */
    static String find(List<KnownTable> tables) {
        return USUAL.stream()
                .filter(name -> tables(tables, name) >= (USUAL.indexOf(name) < PLAIN ? 1 : 2))
                .max(Comparator.<String>comparingLong(name -> tables(tables, name))
                        .thenComparing(Comparator.comparingInt(USUAL::indexOf).reversed()))
                .orElse(TenantRlsSettings.DEFAULT_COLUMN);
    }

    private static long tables(List<KnownTable> tables, String column) {
        return tables.stream().filter(table -> type(table, column).isPresent()).count();
    }

    /** The type that most tables have it in; {@code uuid} if none has it. */
    static TenantColumnType commonType(List<KnownTable> tables, String column) {
        Map<TenantColumnType, Long> counts = new EnumMap<>(TenantColumnType.class);
        tables.forEach(table -> type(table, column).ifPresent(type -> counts.merge(type, 1L, Long::sum)));
        return counts.entrySet().stream()
                .max(Map.Entry.<TenantColumnType, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(TenantColumnType.UUID);
    }

    /** The type of the column in a table, if it is one that can tell tenants apart. */
    static Optional<TenantColumnType> type(KnownTable table, String column) {
        String sql = table.columns().getOrDefault(column, "").toLowerCase(Locale.ROOT);
        return switch (sql.replaceAll("\\(.*", "").trim()) {
            case "uuid" -> Optional.of(TenantColumnType.UUID);
            case "text" -> Optional.of(TenantColumnType.TEXT);
            case "varchar", "character varying" -> Optional.of(TenantColumnType.VARCHAR);
            case "bigint", "int8" -> Optional.of(TenantColumnType.BIGINT);
            case "integer", "int", "int4" -> Optional.of(TenantColumnType.INTEGER);
            default -> Optional.empty();
        };
    }
}
