// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be isolated in a database, and how: what {@code tenant-rls.properties} says. Immutable.
 *
 * <p>Its keys are those in {@link #KEYS}; the settings of the library, such as {@code column_type}, without their prefix; and
 * for a table {@code table.<name>.column}, {@code .column_type} and {@code .fill}. Names of tables are written as in SQL,
 * with their schema: {@code public.project}, {@code sales."Order"}.
 */
public final class IsolationConfig {

    /** The format of the file that this version writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    /** The format of the file. */
    public static final String FORMAT_KEY = "format";

    /** The JDBC URL of the database; the password is never in the file. */
    public static final String URL = "url";

    /** The role that owns the tables. */
    public static final String USER = "user";

    /** The tables whose rows belong to one tenant each, separated by commas. */
    public static final String SCOPED = "tables.scoped";

    /** The tables that all tenants share, separated by commas. */
    public static final String GLOBAL = "tables.global";

    /** Whether unique keys are to hold within a tenant, instead of over all tenants: {@code true} or {@code false}. */
    public static final String COMPOSITE_UNIQUE_KEYS = "composite_unique_keys";

    /** The name of the persistence unit that the tables were read from. */
    public static final String PERSISTENCE_UNIT = "persistence_unit";

    /** Where the classes of the persistence unit are. */
    public static final String CLASS_PATH = "class_path";

    /** The keys that are not settings of the library. */
    public static final List<String> KEYS =
            List.of(FORMAT_KEY, URL, USER, SCOPED, GLOBAL, COMPOSITE_UNIQUE_KEYS, PERSISTENCE_UNIT, CLASS_PATH);

    /** The settings of the library that a database without an application has a use for, without their prefix. */
    public static final List<String> SETTINGS = Stream.of(
                    TenantRlsSettings.VARIABLE,
                    TenantRlsSettings.COLUMN,
                    TenantRlsSettings.COLUMN_TYPE,
                    TenantRlsSettings.COMPOSITE_FOREIGN_KEYS,
                    TenantRlsSettings.RUNTIME_ROLE,
                    TenantRlsSettings.SYSTEM_ROLE,
                    TenantRlsSettings.TENANTS_TABLE,
                    TenantRlsSettings.VERIFICATION_IGNORE,
                    TenantRlsSettings.VERIFICATION_FAIL_ON,
                    TenantRlsSettings.VERIFICATION_BASELINE)
            .map(name -> name.substring(TenantRlsSettings.PREFIX.length()))
            .toList();

    private static final String TABLE = "table.";
    private static final String COLUMN = ".column";
    private static final String COLUMN_TYPE = ".column_type";
    private static final String FILL = ".fill";

    private final String origin;
    private final SortedMap<String, String> values;
    private final List<TenantTable> scoped;
    private final List<TenantTable> global;

    private IsolationConfig(String origin, Map<String, String> values) {
        this.origin = origin;
        this.values = new TreeMap<>(values);
        refuseNewer();
        refuseUnknown();
        RlsConfiguration configuration = RlsConfiguration.ofDatabase(settings());
        this.scoped = tables(SCOPED, configuration);
        this.global = tables(GLOBAL, configuration);
        refuseBoth();
        refuseUnlisted();
    }

    /**
     * Reads a configuration.
     *
     * @param values keys and values
     * @param origin where they come from, for messages, such as the name of a file
     * @return the configuration
     * @throws TenantRlsException if the format is newer than {@link #FORMAT}, a key is unknown, a value cannot be read, a
     *     table is both scoped and global, or something is said of a table that is not scoped; the message says what to do
     */
    public static IsolationConfig of(Map<String, String> values, String origin) {
        return new IsolationConfig(origin, values);
    }

    /**
     * The same configuration with other values.
     *
     * @param changes keys and values; an empty value takes the key away
     * @return the new configuration
     * @throws TenantRlsException as for {@link #of}
     */
    public IsolationConfig with(Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(values);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                changed.remove(key);
            } else {
                changed.put(key, value);
            }
        });
        return new IsolationConfig(origin, changed);
    }

    /**
     * A value.
     *
     * @param key a key
     * @return its value, if it has one
     */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /**
     * All keys that have values, and these.
     *
     * @return an unmodifiable map in the order of its keys
     */
    public SortedMap<String, String> values() {
        return java.util.Collections.unmodifiableSortedMap(values);
    }

    /**
     * The settings of the library, as a persistence unit would have them.
     *
     * @return settings with their prefix
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("hibernate.persistenceUnitName", get(PERSISTENCE_UNIT).orElse(origin));
        SETTINGS.forEach(name -> get(name).ifPresent(value -> settings.put(TenantRlsSettings.PREFIX + name, value)));
        return settings;
    }

    /**
     * The tables whose rows belong to one tenant each.
     *
     * @return the tables, in the order of their names
     */
    public List<TenantTable> scoped() {
        return scoped;
    }

    /**
     * The tables that all tenants share, with the tenant column that they would have.
     *
     * @return the tables, in the order of their names
     */
    public List<TenantTable> global() {
        return global;
    }

    /**
     * Which tenant the rows of a table belong to that have none.
     *
     * @param table a tenant-scoped table
     * @return what the configuration says, if it says something
     */
    public Optional<FillSource> fill(TenantTable table) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(FILL) && isOf(entry.getKey(), FILL, table))
                .map(entry -> FillSource.parse(entry.getValue()))
                .findFirst();
    }

    private List<TenantTable> tables(String key, RlsConfiguration configuration) {
        return names(key)
                .map(sql -> table(key, sql, configuration))
                .sorted(Comparator.comparing(TenantTable::displayName))
                .toList();
    }

    /** Splits at commas that are not within a quoted name. */
    private Stream<String> names(String key) {
        return Stream.of(values.getOrDefault(key, "").split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                .map(String::trim)
                .filter(name -> !name.isEmpty());
    }

    private TenantTable table(String key, String sql, RlsConfiguration configuration) {
        List<String> parts = parse(key, sql);
        TenantTable plain = new TenantTable(
                null,
                parts.get(0),
                parts.get(1),
                Set.of(),
                configuration.column(),
                configuration.columnType(),
                true,
                false);
        return new TenantTable(
                null,
                plain.schema(),
                plain.name(),
                Set.of(),
                own(plain, COLUMN).orElse(plain.column()),
                own(plain, COLUMN_TYPE).map(type -> type(sql, type)).orElse(plain.columnType()),
                true,
                false);
    }

    private Optional<String> own(TenantTable table, String suffix) {
        return values.entrySet().stream()
                .filter(entry -> isOf(entry.getKey(), suffix, table))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean isOf(String key, String suffix, TenantTable table) {
        return key.startsWith(TABLE)
                && key.endsWith(suffix)
                && parse(key, key.substring(TABLE.length(), key.length() - suffix.length()))
                        .equals(List.of(String.valueOf(table.schema()), table.name()));
    }

    private List<String> parse(String key, String sql) {
        try {
            List<String> parts = SqlName.parse(sql);
            if (parts.size() == 2 && sql.indexOf('\0') < 0) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            throw refused("a name in " + key + " is not that of a table", "write it as in SQL, such as public.project");
        }
        throw refused(
                "a name in " + key + " is not that of a table", "give it with its schema, such as public.project");
    }

    private TenantColumnType type(String table, String name) {
        try {
            return TenantColumnType.parse(name);
        } catch (IllegalArgumentException e) {
            throw refused(
                    TABLE + table + COLUMN_TYPE + " cannot be read",
                    "accepted are uuid, text, varchar, bigint, integer");
        }
    }

    private void refuseNewer() {
        String format = values.getOrDefault(FORMAT_KEY, String.valueOf(FORMAT)).trim();
        if (!format.matches("[1-9][0-9]{0,5}")) {
            throw refused(FORMAT_KEY + " cannot be read", "this version writes " + FORMAT_KEY + "=" + FORMAT);
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw refused(
                    "it has the format " + format + ", which is newer than this version, which knows " + FORMAT,
                    "use the version that wrote it, or a later one");
        }
    }

    private void refuseUnknown() {
        for (String key : values.keySet()) {
            boolean ofTable =
                    key.startsWith(TABLE) && (key.endsWith(COLUMN) || key.endsWith(COLUMN_TYPE) || key.endsWith(FILL));
            if (!ofTable && !KEYS.contains(key) && !SETTINGS.contains(key)) {
                throw refused(
                        "unknown key " + key.replaceAll("[^\\x20-\\x7e]", "?"),
                        "known are " + String.join(", ", KEYS) + ", " + String.join(", ", SETTINGS)
                                + ", and for a table table.<name>.column, .column_type, .fill");
            }
        }
    }

    private void refuseBoth() {
        for (TenantTable table : scoped) {
            if (global.stream().anyMatch(other -> other.displayName().equals(table.displayName()))) {
                throw refused(
                        table.displayName() + " is in " + SCOPED + " and in " + GLOBAL, "take it out of one of them");
            }
        }
    }

    private void refuseUnlisted() {
        for (String key : values.keySet()) {
            for (String suffix : List.of(COLUMN, COLUMN_TYPE, FILL)) {
                if (key.startsWith(TABLE)
                        && key.endsWith(suffix)
                        && scoped.stream().noneMatch(table -> isOf(key, suffix, table))) {
                    throw refused(
                            key + " is about a table that is not in " + SCOPED, "add the table there, or remove it");
                }
            }
        }
        scoped.forEach(this::fill);
    }

    private TenantRlsException refused(String what, String remedy) {
        return new TenantRlsException(origin + ": " + what + "; " + remedy);
    }
}
