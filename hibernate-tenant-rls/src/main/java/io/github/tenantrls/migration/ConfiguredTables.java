// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tables that a configuration names, and what it says of each. Immutable. */
final class ConfiguredTables {

    /** Commas that are not within a quoted name. */
    private static final String COMMA = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private final ConfigValues values;
    private final RlsConfiguration configuration;
    private final Map<Said, TableKey> own = new HashMap<>();
    private final List<TenantTable> scoped;
    private final List<TenantTable> global;

    ConfiguredTables(ConfigValues values, RlsConfiguration configuration) {
        this.values = values;
        this.configuration = configuration;
        values.values().forEach((key, value) -> TableKey.of(key, value).ifPresent(this::note));
        scoped = tables(IsolationConfig.SCOPED);
        global = tables(IsolationConfig.GLOBAL);
        refuseBoth();
        refuseUnlisted();
        scoped.forEach(this::fill);
    }

    /** What is said of a table, by its schema and name. */
    private record Said(List<String> table, TableKey.What what) {}

    List<TenantTable> scoped() {
        return scoped;
    }

    List<TenantTable> global() {
        return global;
    }

    Optional<FillSource> fill(TenantTable table) {
        return key(name(table), TableKey.What.FILL).map(this::fill);
    }

    private FillSource fill(TableKey key) {
        try {
            return FillSource.parse(key.value());
        } catch (TenantRlsException e) {
            throw values.refused(
                    key.key(),
                    ConfigValues.printable(key.key()) + " cannot be read",
                    "give tenant:<identifier> for one tenant, via:<column> for the tenant of the row that a foreign key"
                            + " refers to, or sql:<expression over the row's columns>");
        }
    }

    private void note(TableKey key) {
        TableKey other = own.put(new Said(parse(key.key(), key.table()), key.what()), key);
        if (other != null) {
            throw values.refused(
                    key.key(),
                    ConfigValues.printable(key.key()) + " says what " + ConfigValues.printable(other.key())
                            + " says too",
                    "remove one of them");
        }
    }

    private Optional<TableKey> key(List<String> table, TableKey.What what) {
        return Optional.ofNullable(own.get(new Said(table, what)));
    }

    private List<TenantTable> tables(String key) {
        List<TenantTable> tables = new ArrayList<>();
        split(values.get(key).orElse("")).forEach(sql -> {
            TenantTable table = table(parse(key, sql));
            if (tables.stream().anyMatch(other -> name(other).equals(name(table)))) {
                throw values.refused(key, table.displayName() + " is in " + key + " twice", "take it out once");
            }
            tables.add(table);
        });
        tables.sort(Comparator.comparing(TenantTable::displayName));
        return Collections.unmodifiableList(tables);
    }

    /** The names in a list of tables. */
    static Stream<String> split(String list) {
        return Stream.of(list.split(COMMA)).map(String::trim).filter(name -> !name.isEmpty());
    }

    private TenantTable table(List<String> name) {
        return new TenantTable(
                null,
                name.get(0),
                name.get(1),
                Set.of(),
                key(name, TableKey.What.COLUMN).map(TableKey::value).orElse(configuration.column()),
                key(name, TableKey.What.COLUMN_TYPE).map(this::type).orElse(configuration.columnType()),
                true,
                false);
    }

    private static List<String> name(TenantTable table) {
        return List.of(String.valueOf(table.schema()), table.name());
    }

    private List<String> parse(String key, String sql) {
        try {
            List<String> parts = SqlName.parse(sql);
            if (parts.size() == 2 && sql.indexOf('\0') < 0) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            // none either
        }
        throw values.refused(
                key,
                "a name in " + ConfigValues.printable(key) + " is not that of a table",
                "write it as in SQL and with its schema, such as public.project");
    }

    private TenantColumnType type(TableKey key) {
        try {
            return TenantColumnType.parse(key.value());
        } catch (IllegalArgumentException e) {
            throw values.refused(
                    key.key(),
                    ConfigValues.printable(key.key()) + " cannot be read",
                    "accepted are uuid, text, varchar, bigint, integer");
        }
    }

    private void refuseBoth() {
        for (TenantTable table : scoped) {
            if (global.stream().anyMatch(other -> name(other).equals(name(table)))) {
                throw values.refused(
                        IsolationConfig.GLOBAL,
                        table.displayName() + " is in " + IsolationConfig.SCOPED + " and in " + IsolationConfig.GLOBAL,
                        "take it out of one of them");
            }
        }
    }

    private void refuseUnlisted() {
        own.forEach((said, key) -> {
            if (scoped.stream().noneMatch(table -> name(table).equals(said.table()))) {
                throw values.refused(
                        key.key(),
                        ConfigValues.printable(key.key()) + " is about a table that is not in "
                                + IsolationConfig.SCOPED,
                        "add the table there, or remove it");
            }
        });
    }
}
