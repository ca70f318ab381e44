// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;

/** Which tenant the rows belong to that a table has already. Immutable. */
public sealed interface FillSource {

    /**
     * Reads the written form.
     *
     * @param text {@code tenant:<identifier>}, {@code via:<column of a foreign key>} or {@code sql:<expression>}
     * @return the source
     * @throws TenantRlsException if it is none of these
     */
    static FillSource parse(String text) {
        int colon = text.indexOf(':');
        String value = colon < 0 ? "" : text.substring(colon + 1).trim();
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw unreadable();
        }
        return switch (text.substring(0, colon).trim()) {
            case "tenant" -> new OneTenant(value);
            case "via" -> new Via(value);
            case "sql" -> new Expression(value);
            default -> throw unreadable();
        };
    }

    private static TenantRlsException unreadable() {
        return new TenantRlsException("What fills the tenant column of existing rows cannot be read; give"
                + " tenant:<identifier> for one tenant, via:<column> for the tenant of the row that a foreign key refers to,"
                + " or sql:<expression over the row's columns>");
    }

    /**
     * The written form.
     *
     * @return what {@link #parse} reads
     */
    String text();

    /**
     * All rows are one tenant's.
     *
     * @param tenant the written form of its identifier
     */
    record OneTenant(String tenant) implements FillSource {
        @Override
        public String text() {
            return "tenant:" + tenant;
        }
    }

    /**
     * A row is the tenant's of the row that it refers to, in a table that is tenant-scoped too.
     *
     * @param column the name of a column of a foreign key, as the catalog holds it
     */
    record Via(String column) implements FillSource {
        @Override
        public String text() {
            return "via:" + column;
        }
    }

    /**
     * An expression says it.
     *
     * @param sql an SQL expression over the columns of the row, which may be a subquery in parentheses
     */
    record Expression(String sql) implements FillSource {
        @Override
        public String text() {
            return "sql:" + sql;
        }
    }
}
