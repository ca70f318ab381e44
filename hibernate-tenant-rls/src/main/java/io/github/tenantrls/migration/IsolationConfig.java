// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.schema.TenantTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be isolated in a database, and how: what {@code tenant-rls.properties} says. Immutable.
 *
 * <p>Its keys are those in {@link #KEYS}; the settings of the library, such as {@code column_type}, without their prefix; and
 * for a table {@code table.<name>.column}, {@code .column_type} and {@code .fill}. Names of tables are written as in SQL,
 * with their schema: {@code public.project}, {@code sales."Order"}. A key with a blank value counts as not given.
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
                    TenantRlsSettings.SYSTEM_USER,
                    TenantRlsSettings.TENANTS_TABLE,
                    TenantRlsSettings.VERIFICATION_IGNORE,
                    TenantRlsSettings.VERIFICATION_FAIL_ON,
                    TenantRlsSettings.VERIFICATION_BASELINE)
            .map(name -> name.substring(TenantRlsSettings.PREFIX.length()))
            .toList();

    private final ConfigValues values;
    private final ConfiguredTables tables;

    IsolationConfig(ConfigValues values) {
        this.values = values;
        ConfigChecks checks = new ConfigChecks(values);
        checks.refuseUnfit();
        tables = new ConfiguredTables(values, checks.settings(settings()));
    }

    /**
     * Reads a configuration.
     *
     * @param values keys and values
     * @param origin where they come from, for messages, such as the name of a file
     * @return the configuration
     * @throws TenantRlsException if the format is newer than {@link #FORMAT}, a key is unknown, a value cannot be read, the
     *     URL has a password in it, a table is given twice, or something is said of a table that is not scoped; the
     *     message says what to do
     */
    public static IsolationConfig of(Map<String, String> values, String origin) {
        return new IsolationConfig(ConfigValues.of(origin, values, Map.of()));
    }

    /**
     * The same configuration with other values.
     *
     * @param changes keys and values; an empty value takes the key away
     * @return the new configuration
     * @throws TenantRlsException as for {@link #of}
     */
    public IsolationConfig with(Map<String, String> changes) {
        return with(changes, values.origin());
    }

    /**
     * The same configuration with other values from elsewhere.
     *
     * @param changes keys and values; an empty value takes the key away
     * @param place where these come from, for messages
     * @return the new configuration
     * @throws TenantRlsException as for {@link #of}
     */
    public IsolationConfig with(Map<String, String> changes, String place) {
        return new IsolationConfig(values.with(changes, place));
    }

    /**
     * A value.
     *
     * @param key a key
     * @return its value, if it has one
     */
    public Optional<String> get(String key) {
        return values.get(key);
    }

    /**
     * All keys that have values, and these.
     *
     * @return an unmodifiable map in the order of its keys
     */
    public SortedMap<String, String> values() {
        return values.values();
    }

    /**
     * The settings of the library, as a persistence unit would have them.
     *
     * @return settings with their prefix
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("hibernate.persistenceUnitName", get(PERSISTENCE_UNIT).orElse(values.origin()));
        SETTINGS.forEach(name -> get(name).ifPresent(value -> settings.put(TenantRlsSettings.PREFIX + name, value)));
        return settings;
    }

    /**
     * The tables whose rows belong to one tenant each.
     *
     * @return the tables, in the order of their names
     */
    public List<TenantTable> scoped() {
        return tables.scoped();
    }

    /**
     * The tables that all tenants share, with the tenant column that they would have.
     *
     * @return the tables, in the order of their names
     */
    public List<TenantTable> global() {
        return tables.global();
    }

    /**
     * Which tenant the rows of a table belong to that have none.
     *
     * @param table a tenant-scoped table
     * @return what the configuration says, if it says something
     */
    public Optional<FillSource> fill(TenantTable table) {
        return tables.fill(table);
    }
}
