// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal;

import io.github.tenantrls.BindingMode;
import io.github.tenantrls.MissingTenant;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationMode;
import io.github.tenantrls.VerificationThreshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one persistence unit, or of one {@code DataSource}, read and checked once. Immutable.
 *
 * @param owner whose settings they are, as messages begin
 * @param unit the name of the persistence unit, for messages
 */
public record RlsConfiguration(
        String owner,
        String unit,
        String variable,
        String column,
        TenantColumnType columnType,
        VerificationMode verification,
        Set<String> verificationIgnore,
        VerificationThreshold verificationFailOn,
        @Nullable String verificationBaseline,
        @Nullable Duration verificationInterval,
        boolean verificationProbe,
        MissingTenant missingTenant,
        BindingMode binding,
        boolean switchGuard,
        boolean schemaExport,
        boolean compositeForeignKeys,
        @Nullable String runtimeRole,
        SystemIdentity system,
        boolean knownTenants,
        TenantsTable tenants) {

    private static final String NAME = "hibernate.persistenceUnitName";

    static final Set<String> KNOWN = new TreeSet<>(List.of(
            TenantRlsSettings.VARIABLE,
            TenantRlsSettings.COLUMN,
            TenantRlsSettings.COLUMN_TYPE,
            TenantRlsSettings.VERIFICATION,
            TenantRlsSettings.VERIFICATION_IGNORE,
            TenantRlsSettings.VERIFICATION_FAIL_ON,
            TenantRlsSettings.VERIFICATION_BASELINE,
            TenantRlsSettings.VERIFICATION_INTERVAL,
            TenantRlsSettings.VERIFICATION_PROBE,
            TenantRlsSettings.MISSING_TENANT,
            TenantRlsSettings.BINDING,
            TenantRlsSettings.SWITCH_GUARD,
            TenantRlsSettings.SCHEMA_EXPORT,
            TenantRlsSettings.COMPOSITE_FOREIGN_KEYS,
            TenantRlsSettings.RUNTIME_ROLE,
            TenantRlsSettings.SYSTEM_ROLE,
            TenantRlsSettings.SYSTEM_DATASOURCE,
            TenantRlsSettings.SYSTEM_URL,
            TenantRlsSettings.SYSTEM_USER,
            TenantRlsSettings.SYSTEM_PASSWORD,
            TenantRlsSettings.KNOWN_TENANTS,
            TenantRlsSettings.TENANTS_TABLE,
            TenantRlsSettings.TENANTS_CACHE_SIZE,
            TenantRlsSettings.TENANTS_CACHE_TTL));

    /** What says how connections work; the others are about the mapping, the schema, or pools that are built. */
    private static final Set<String> OF_CONNECTIONS = new TreeSet<>(List.of(
            TenantRlsSettings.VARIABLE,
            TenantRlsSettings.COLUMN_TYPE,
            TenantRlsSettings.MISSING_TENANT,
            TenantRlsSettings.BINDING,
            TenantRlsSettings.SWITCH_GUARD,
            TenantRlsSettings.SYSTEM_ROLE,
            TenantRlsSettings.SYSTEM_DATASOURCE,
            TenantRlsSettings.KNOWN_TENANTS,
            TenantRlsSettings.TENANTS_TABLE,
            TenantRlsSettings.TENANTS_CACHE_SIZE,
            TenantRlsSettings.TENANTS_CACHE_TTL));

    /**
     * Reads the settings of a persistence unit.
     *
     * @param settings all of Hibernate's settings
     * @throws TenantRlsException if one of ours is unknown or cannot be read
     */
    public static RlsConfiguration of(Map<String, ?> settings) {
        Object name = settings.get(NAME);
        String unit = name == null ? "(unnamed)" : name.toString();
        return read(new SettingsReader("Persistence unit " + unit, settings), unit, KNOWN);
    }

    /**
     * Reads the settings for a database without an application.
     *
     * @param settings the settings that a persistence unit would have
     * @throws TenantRlsException if one of ours is unknown or cannot be read
     */
    public static RlsConfiguration ofDatabase(Map<String, ?> settings) {
        Object name = settings.get(NAME);
        String origin = name == null ? "The database" : name.toString();
        return read(new SettingsReader(origin, settings), origin, KNOWN);
    }

    /**
     * Reads the settings of a {@code DataSource}: those that say how connections work.
     *
     * @param settings the settings, and others that are not ours
     * @throws TenantRlsException if one of ours is not among them, or cannot be read
     */
    public static RlsConfiguration ofDataSource(Map<String, ?> settings) {
        return read(new SettingsReader("RlsDataSource", settings), "(none)", OF_CONNECTIONS);
    }

    private static RlsConfiguration read(SettingsReader reader, String unit, Set<String> accepted) {
        reader.refuseAllBut(accepted);
        return new RlsConfiguration(
                reader.owner(),
                unit,
                reader.variable(),
                reader.name(TenantRlsSettings.COLUMN, TenantRlsSettings.DEFAULT_COLUMN),
                reader.columnType(),
                reader.choice(TenantRlsSettings.VERIFICATION, VerificationMode.FAIL),
                reader.list(TenantRlsSettings.VERIFICATION_IGNORE),
                reader.choice(TenantRlsSettings.VERIFICATION_FAIL_ON, VerificationThreshold.HIGH),
                reader.file(TenantRlsSettings.VERIFICATION_BASELINE),
                reader.interval(TenantRlsSettings.VERIFICATION_INTERVAL),
                reader.flag(TenantRlsSettings.VERIFICATION_PROBE, false),
                reader.choice(TenantRlsSettings.MISSING_TENANT, MissingTenant.FAIL),
                reader.choice(TenantRlsSettings.BINDING, BindingMode.PIPELINED),
                reader.flag(TenantRlsSettings.SWITCH_GUARD, true),
                reader.flag(TenantRlsSettings.SCHEMA_EXPORT, true),
                reader.flag(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, true),
                reader.optional(TenantRlsSettings.RUNTIME_ROLE),
                reader.system(),
                reader.flag(TenantRlsSettings.KNOWN_TENANTS, false),
                reader.tenants());
    }

    /** The SQL expression for the current tenant, as policies and column defaults use it. */
    public String currentTenant() {
        return columnType.currentTenant(variable);
    }
}
