// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.schema;

import io.github.tenantrls.TenantColumnType;
import java.util.Locale;

/** The type of a tenant column that an attribute maps, from the SQL type that Hibernate declares it with. */
final class MappedColumnType {

    private MappedColumnType() {}

    /**
     * The type whose values compare with such a column without a cast of the column.
     *
     * @param sqlType for example {@code varchar(36)}
     * @param configured what to assume for types that are none of ours, such as domains
     */
    static TenantColumnType of(String sqlType, TenantColumnType configured) {
        String name = sqlType.toLowerCase(Locale.ROOT).replaceAll("\\(.*", "").trim();
        return switch (name) {
            case "uuid" -> TenantColumnType.UUID;
            case "text" -> TenantColumnType.TEXT;
            case "varchar", "character varying" -> TenantColumnType.VARCHAR;
            case "bigint", "int8" -> TenantColumnType.BIGINT;
            case "integer", "int", "int4" -> TenantColumnType.INTEGER;
            default -> configured;
        };
    }
}
