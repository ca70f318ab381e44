// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * The SQL type of the tenant column, and with it which tenant identifiers there are.
 *
 * <p>Identifiers are given as {@link UUID}, {@link String}, {@link Long} or {@link Integer}; a {@code String} is
 * accepted for every type if it is the identifier's written form.
 */
public enum TenantColumnType {
    /**
     * {@code uuid}; identifiers are {@link UUID}s. The nil UUID is reserved for "no tenant", the max UUID (RFC 9562) for the
     * system.
     */
    UUID("uuid", "::uuid", new UUID(0, 0), new UUID(-1, -1)),
    /** {@code text}; identifiers are strings of 1 to {@value #MAX_TEXT_LENGTH} characters without NUL. */
    TEXT("text", "", "", "\0system"),
    /** {@code varchar}; identifiers as for {@link #TEXT}. */
    VARCHAR("varchar", "", "", "\0system"),
    /**
     * {@code bigint}; identifiers are {@link Long}s. {@link Long#MIN_VALUE} is reserved for "no tenant", the number above it
     * for the system.
     */
    BIGINT("bigint", "::bigint", Long.MIN_VALUE, Long.MIN_VALUE + 1),
    /**
     * {@code integer}; identifiers are {@link Integer}s. {@link Integer#MIN_VALUE} is reserved for "no tenant", the number
     * above it for the system.
     */
    INTEGER("integer", "::integer", Integer.MIN_VALUE, Integer.MIN_VALUE + 1);

    /** How many characters a textual identifier may have; what an index entry of PostgreSQL can always hold. */
    public static final int MAX_TEXT_LENGTH = 255;

    private static final int MAX_UUID_LENGTH = 36;

    private final String sqlName;
    private final String cast;

    @SuppressWarnings("ImmutableEnumChecker") // a UUID, String, Long or Integer
    private final Object noTenant;

    @SuppressWarnings("ImmutableEnumChecker") // as above
    private final Object system;

    TenantColumnType(String sqlName, String cast, Object noTenant, Object system) {
        this.sqlName = sqlName;
        this.cast = cast;
        this.noTenant = noTenant;
        this.system = system;
    }

    /**
     * The name of the type in DDL.
     *
     * @return for example {@code uuid}
     */
    public String sqlName() {
        return sqlName;
    }

    /**
     * The SQL expression for the current tenant: null where none is bound, and never an error.
     *
     * @param variable the session variable, see {@link TenantRlsSettings#VARIABLE}
     * @return for example {@code nullif(current_setting('app.current_tenant', true), '')::uuid}
     */
    public String currentTenant(String variable) {
        return "nullif(current_setting('" + variable.replace("'", "''") + "', true), '')" + cast;
    }

    /**
     * The value that Hibernate gets as tenant identifier of a session opened without a tenant; never a tenant.
     *
     * @return a value of the same class as every identifier of this type
     */
    public Object noTenant() {
        return noTenant;
    }

    /**
     * The value that Hibernate gets as tenant identifier of a session opened by {@link TenantContext#runAsSystem}; never a
     * tenant, and never sent to the database.
     *
     * @return a value of the same class as every identifier of this type
     */
    public Object system() {
        return system;
    }

    /**
     * The given identifier as the class that this column type has in Java.
     *
     * @param identifier a {@link UUID}, {@link String}, {@link Long} or {@link Integer}
     * @return a {@link UUID}, {@link String}, {@link Long} or {@link Integer} according to this type
     * @throws InvalidTenantException if a column of this type cannot hold it; the message never repeats the value
     */
    public Object normalize(Object identifier) {
        Object normalized = switch (this) {
            case UUID -> identifier instanceof UUID ? identifier : parseUuid(text(identifier));
            case TEXT, VARCHAR -> checkedText(text(identifier));
            case BIGINT -> parseLong(identifier);
            case INTEGER -> parseInteger(identifier);
        };
        if (normalized.equals(noTenant) || normalized.equals(system)) {
            throw invalid("it is empty or a value reserved for \"no tenant\" or for the system");
        }
        return normalized;
    }

    /**
     * Parses the value of {@link TenantRlsSettings#COLUMN_TYPE}.
     *
     * @param name the name of a type as in {@link #sqlName()}, in any case
     * @return the type
     * @throws IllegalArgumentException if there is no such type
     */
    public static TenantColumnType parse(String name) {
        String wanted = name.trim().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.sqlName.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such column type"));
    }

    private static String text(Object identifier) {
        return identifier.toString();
    }

    private UUID parseUuid(String text) {
        // UUID.fromString also takes groups of other lengths, and leaves out digits that are too many
        if (text.length() == MAX_UUID_LENGTH) {
            try {
                UUID parsed = java.util.UUID.fromString(text);
                if (parsed.toString().equalsIgnoreCase(text)) {
                    return parsed;
                }
            } catch (IllegalArgumentException e) {
                throw invalid("it is no UUID");
            }
        }
        throw invalid("it is no UUID");
    }

    private String checkedText(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw invalid("it is longer than " + MAX_TEXT_LENGTH + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("it contains a NUL character");
        }
        return text;
    }

    private Long parseLong(Object identifier) {
        if (identifier instanceof Long || identifier instanceof Integer) {
            return ((Number) identifier).longValue();
        }
        try {
            return Long.valueOf(canonicalNumber(text(identifier)));
        } catch (NumberFormatException e) {
            throw invalid("it is no number that a bigint can hold");
        }
    }

    private Integer parseInteger(Object identifier) {
        long value;
        try {
            value = parseLong(identifier);
        } catch (InvalidTenantException e) {
            throw invalid("it is no number that an integer can hold");
        }
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw invalid("it is no number that an integer can hold");
        }
        return (int) value;
    }

    /** Only digits of ASCII in one form: {@code Long.valueOf} would take those of every script, plus signs and leading zeros. */
    private static String canonicalNumber(String text) {
        if (text.length() > 20 || !text.matches("0|-?[1-9][0-9]*")) {
            throw new NumberFormatException("not a plain decimal number");
        }
        return text;
    }

    private InvalidTenantException invalid(String why) {
        return new InvalidTenantException("The tenant identifier cannot be used with a tenant column of type " + sqlName
                + ": " + why + "; pass an identifier of that type, or set " + TenantRlsSettings.COLUMN_TYPE
                + " to the type that the tenant column has");
    }
}
