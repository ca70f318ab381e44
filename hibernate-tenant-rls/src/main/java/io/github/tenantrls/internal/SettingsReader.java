// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings one by one, and refuses what cannot be read, with a message that lists what is accepted. Immutable.
 *
 * @param owner whose settings they are, the words that messages begin with
 * @param settings all of them
 */
record SettingsReader(String owner, Map<String, ?> settings) {

    /** What PostgreSQL accepts as the name of a custom setting without quotes, and no more than that. */
    private static final Pattern VARIABLE_NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)+");

    /** What says which tenant a request is for: read, and refused if need be, where that is asked. */
    private static final String WEB = TenantRlsSettings.PREFIX + "web.";

    /** The longest name that PostgreSQL does not cut (NAMEDATALEN - 1). */
    private static final int MAX_NAME = 63;

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(30);

    void refuseAllBut(Set<String> accepted) {
        boolean ofUnit = accepted.equals(RlsConfiguration.KNOWN);
        for (String key : settings.keySet()) {
            boolean web = key.startsWith(WEB);
            if (key.startsWith(TenantRlsSettings.PREFIX) && !accepted.contains(key) && !(web && ofUnit)) {
                String what = web || RlsConfiguration.KNOWN.contains(key)
                        ? printable(key) + " is for persistence units"
                        : "unknown setting " + printable(key);
                throw refused(what, "known are " + String.join(", ", accepted));
            }
        }
    }

    String variable() {
        String name = string(TenantRlsSettings.VARIABLE, TenantRlsSettings.DEFAULT_VARIABLE);
        if (!VARIABLE_NAME.matcher(name).matches() || name.length() > MAX_NAME) {
            throw refused(
                    TenantRlsSettings.VARIABLE + " cannot be read",
                    "give two or more names of lower-case letters, digits and underscores joined by dots, such as "
                            + TenantRlsSettings.DEFAULT_VARIABLE);
        }
        return name;
    }

    String name(String key, String defaultName) {
        String name = string(key, defaultName);
        if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
            throw refused(key + " cannot be read", "give a name of 1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    TenantColumnType columnType() {
        try {
            return TenantColumnType.parse(string(TenantRlsSettings.COLUMN_TYPE, "uuid"));
        } catch (IllegalArgumentException e) {
            throw refused(
                    TenantRlsSettings.COLUMN_TYPE + " cannot be read",
                    "accepted are "
                            + Arrays.stream(TenantColumnType.values())
                                    .map(TenantColumnType::sqlName)
                                    .collect(Collectors.joining(", ")));
        }
    }

    <E extends Enum<E>> E choice(String key, E defaultChoice) {
        Class<E> type = defaultChoice.getDeclaringClass();
        Object value = settings.get(key);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        String wanted = string(key, defaultChoice.name()).trim();
        for (E candidate : type.getEnumConstants()) {
            if (candidate.name().equalsIgnoreCase(wanted)) {
                return candidate;
            }
        }
        throw refused(
                key + " cannot be read",
                "accepted are "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    boolean flag(String key, boolean defaultValue) {
        return switch (string(key, String.valueOf(defaultValue)).trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key + " cannot be read", "accepted are true, false");
        };
    }

    Set<String> list(String key) {
        return Arrays.stream(string(key, "").split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    SystemIdentity system() {
        Object dataSource = settings.get(TenantRlsSettings.SYSTEM_DATASOURCE);
        if (dataSource != null
                && (settings.get(TenantRlsSettings.SYSTEM_URL) != null
                        || settings.get(TenantRlsSettings.SYSTEM_USER) != null)) {
            throw refused(
                    TenantRlsSettings.SYSTEM_DATASOURCE + " is given together with a URL or a user",
                    "give the one or the other; a DataSource has its own user");
        }
        return new SystemIdentity(
                optional(TenantRlsSettings.SYSTEM_ROLE),
                dataSource,
                text(TenantRlsSettings.SYSTEM_URL),
                optional(TenantRlsSettings.SYSTEM_USER),
                text(TenantRlsSettings.SYSTEM_PASSWORD));
    }

    TenantsTable tenants() {
        String table = string(TenantRlsSettings.TENANTS_TABLE, TenantRlsSettings.DEFAULT_TENANTS_TABLE);
        if (!TenantsTable.isName(table)) {
            throw refused(TenantRlsSettings.TENANTS_TABLE + " cannot be read", "give one such as public.tenants");
        }
        Duration ttl = interval(TenantRlsSettings.TENANTS_CACHE_TTL);
        return new TenantsTable(
                table,
                settings.get(TenantRlsSettings.TENANTS_TABLE) != null || flag(TenantRlsSettings.KNOWN_TENANTS, false),
                count(TenantRlsSettings.TENANTS_CACHE_SIZE, 10_000),
                ttl == null ? Duration.ofSeconds(30) : ttl);
    }

    private int count(String key, int defaultValue) {
        String number = string(key, String.valueOf(defaultValue)).trim();
        if (!number.matches("[0-9]{1,7}|10000000")) {
            throw refused(key + " cannot be read", "give a number from 0 to 10000000");
        }
        return Integer.parseInt(number);
    }

    private @Nullable String text(String key) {
        Object value = settings.get(key);
        return value == null ? null : value.toString();
    }

    @Nullable
    String optional(String key) {
        return settings.get(key) == null ? null : name(key, "");
    }

    @Nullable
    String file(String key) {
        String name = string(key, "");
        if (settings.get(key) != null && name.isBlank()) {
            throw refused(key + " cannot be read", "give a path, or classpath: and the name of a resource");
        }
        return name.isEmpty() ? null : name;
    }

    @Nullable
    Duration interval(String key) {
        Duration interval = settings.get(key) == null ? null : duration(key);
        if (interval != null && (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0)) {
            throw noInterval(key);
        }
        return interval;
    }

    private Duration duration(String key) {
        try {
            return Duration.parse(string(key, "").trim());
        } catch (DateTimeParseException e) {
            throw noInterval(key);
        }
    }

    private TenantRlsException noInterval(String key) {
        return refused(
                key + " cannot be read",
                "give an ISO-8601 duration from " + SHORTEST + " to " + LONGEST + ", such as PT10M");
    }

    private String string(String key, String defaultValue) {
        Object value = settings.get(key);
        return value == null ? defaultValue : value.toString();
    }

    private TenantRlsException refused(String what, String remedy) {
        return new TenantRlsException(owner + ": " + what + "; " + remedy);
    }

    /** A key comes from a file of the developer's, but it may hold anything. */
    private static String printable(String key) {
        String clean = key.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + ".." : clean;
    }
}
