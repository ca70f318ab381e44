// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.BindingMode;
import io.github.tenantrls.MissingTenant;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationMode;
import io.github.tenantrls.VerificationThreshold;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.internal.TenantsTable;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RlsConfigurationTest {

    private static final String UNIT = "hibernate.persistenceUnitName";

    @Test
    void the_defaults_are_those_documented() {
        RlsConfiguration defaults = RlsConfiguration.of(Map.of());
        assertThat(defaults.variable()).isEqualTo("app.current_tenant");
        assertThat(defaults.column()).isEqualTo("tenant_id");
        assertThat(defaults.columnType()).isEqualTo(TenantColumnType.UUID);
        assertThat(defaults.verification()).isEqualTo(VerificationMode.FAIL);
        assertThat(defaults.verificationIgnore()).isEmpty();
        assertThat(defaults.verificationFailOn()).isEqualTo(VerificationThreshold.HIGH);
        assertThat(defaults.verificationBaseline()).isNull();
        assertThat(defaults.verificationInterval()).isNull();
        assertThat(defaults.missingTenant()).isEqualTo(MissingTenant.FAIL);
        assertThat(defaults.binding()).isEqualTo(BindingMode.PIPELINED);
        assertThat(defaults.switchGuard()).isTrue();
        assertThat(defaults.schemaExport()).isTrue();
        assertThat(defaults.compositeForeignKeys()).isTrue();
        assertThat(defaults.runtimeRole()).isNull();
        assertThat(defaults.knownTenants()).isFalse();
        assertThat(defaults.tenants()).isEqualTo(new TenantsTable("tenants", false, 10_000, Duration.ofSeconds(30)));
    }

    @Test
    void the_settings_for_tenants_are_read() {
        RlsConfiguration read = RlsConfiguration.of(Map.of(
                TenantRlsSettings.KNOWN_TENANTS,
                true,
                TenantRlsSettings.TENANTS_TABLE,
                "\"Own\".Customer",
                TenantRlsSettings.TENANTS_CACHE_SIZE,
                0,
                TenantRlsSettings.TENANTS_CACHE_TTL,
                "PT5M"));
        assertThat(read.knownTenants()).isTrue();
        assertThat(read.tenants()).isEqualTo(new TenantsTable("\"Own\".Customer", true, 0, Duration.ofMinutes(5)));
        assertThat(read.tenants().schema()).isEqualTo("Own");
        assertThat(read.tenants().sqlName()).isEqualTo("\"Own\".\"customer\"");
    }

    @ParameterizedTest
    @CsvSource({
        "hibernate.tenant_rls.tenants_table, a.b.c, give one such as public.tenants",
        "hibernate.tenant_rls.tenants_table, '', give one such as public.tenants",
        "hibernate.tenant_rls.tenants_cache_size, -1, give a number from 0 to 10000000",
        "hibernate.tenant_rls.tenants_cache_size, 10000001, give a number from 0 to 10000000",
        "hibernate.tenant_rls.tenants_cache_ttl, 30s, 'give an ISO-8601 duration from PT0.1S to PT720H'",
        "hibernate.tenant_rls.known_tenants, yes, 'accepted are true, false'"
    })
    void a_setting_for_tenants_that_cannot_be_read_is_refused(String key, String value, String remedy) {
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of(key, value)))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining(key + " cannot be read; " + remedy);
    }

    @Test
    void every_setting_is_read() {
        RlsConfiguration read = RlsConfiguration.of(Map.ofEntries(
                Map.entry(UNIT, "shop"),
                Map.entry(TenantRlsSettings.VARIABLE, "shop.tenant"),
                Map.entry(TenantRlsSettings.COLUMN, "Customer"),
                Map.entry(TenantRlsSettings.COLUMN_TYPE, "BigInt"),
                Map.entry(TenantRlsSettings.VERIFICATION, "warn"),
                Map.entry(TenantRlsSettings.VERIFICATION_IGNORE, "RLS001, RLS003:public.project,"),
                Map.entry(TenantRlsSettings.VERIFICATION_FAIL_ON, "High"),
                Map.entry(TenantRlsSettings.VERIFICATION_BASELINE, "classpath:known.txt"),
                Map.entry(TenantRlsSettings.VERIFICATION_INTERVAL, "PT10M"),
                Map.entry(TenantRlsSettings.MISSING_TENANT, MissingTenant.EMPTY),
                Map.entry(TenantRlsSettings.BINDING, "SEPARATE"),
                Map.entry(TenantRlsSettings.SWITCH_GUARD, false),
                Map.entry(TenantRlsSettings.SCHEMA_EXPORT, "false"),
                Map.entry(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "false"),
                Map.entry(TenantRlsSettings.RUNTIME_ROLE, "shop_app")));
        assertThat(read.unit()).isEqualTo("shop");
        assertThat(read.variable()).isEqualTo("shop.tenant");
        assertThat(read.column()).isEqualTo("Customer");
        assertThat(read.columnType()).isEqualTo(TenantColumnType.BIGINT);
        assertThat(read.verification()).isEqualTo(VerificationMode.WARN);
        assertThat(read.verificationIgnore()).containsExactlyInAnyOrder("RLS001", "RLS003:public.project");
        assertThat(read.verificationFailOn()).isEqualTo(VerificationThreshold.HIGH);
        assertThat(read.verificationBaseline()).isEqualTo("classpath:known.txt");
        assertThat(read.verificationInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(read.missingTenant()).isEqualTo(MissingTenant.EMPTY);
        assertThat(read.binding()).isEqualTo(BindingMode.SEPARATE);
        assertThat(read.switchGuard()).isFalse();
        assertThat(read.schemaExport()).isFalse();
        assertThat(read.compositeForeignKeys()).isFalse();
        assertThat(read.runtimeRole()).isEqualTo("shop_app");
    }

    @Test
    void an_unknown_setting_is_refused_and_all_known_ones_are_listed() {
        assertThatThrownBy(() -> RlsConfiguration.of(
                        Map.of(UNIT, "shop", "hibernate.tenant_rls.varaible", "app.current_tenant")))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(
                        "Persistence unit shop: unknown setting hibernate.tenant_rls.varaible; known are ")
                .satisfies(e -> assertThat(e.getMessage()).contains(keys()));
    }

    @Test
    void the_settings_of_others_are_not_ours_to_judge() {
        assertThat(RlsConfiguration.of(Map.of("hibernate.tenant_rl", "x", "hibernate.show_sql", "x")))
                .isEqualTo(RlsConfiguration.of(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "column_type         | money | accepted are uuid, text, varchar, bigint, integer",
                "verification        | no    | accepted are fail, warn, off",
                "verification.fail_on | none | accepted are critical, high, medium, low",
                "verification.baseline | ' ' | give a path, or classpath: and the name of a resource",
                "verification.interval | 10m | give an ISO-8601 duration from PT0.1S to PT720H, such as PT10M",
                "verification.interval | PT0S | give an ISO-8601 duration from PT0.1S to PT720H, such as PT10M",
                "verification.interval | -PT1M | give an ISO-8601 duration from PT0.1S to PT720H, such as PT10M",
                "verification.interval | P31D | give an ISO-8601 duration from PT0.1S to PT720H, such as PT10M",
                "missing_tenant      | null  | accepted are fail, empty",
                "binding             | fast  | accepted are pipelined, separate",
                "switch_guard        | yes   | accepted are true, false",
                "schema_export       | 1     | accepted are true, false",
            })
    void a_value_that_cannot_be_read_is_refused_and_the_accepted_ones_are_listed(
            String key, String value, String accepted) {
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of(UNIT, "shop", TenantRlsSettings.PREFIX + key, value)))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage("Persistence unit shop: hibernate.tenant_rls." + key + " cannot be read; " + accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenant", "App.tenant", "app.", "app.1", "app.current tenant", "app.t'; --"})
    void a_variable_that_needs_quotes_is_refused(String variable) {
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of(TenantRlsSettings.VARIABLE, variable)))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageStartingWith(
                        "Persistence unit (unnamed): hibernate.tenant_rls.variable cannot be read; give")
                .hasMessageEndingWith("such as app.current_tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {TenantRlsSettings.COLUMN, TenantRlsSettings.RUNTIME_ROLE})
    void a_name_that_postgresql_would_cut_is_refused(String key) {
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of(key, "x".repeat(64))))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageEndingWith(key + " cannot be read; give a name of 1 to 63 characters");
    }

    @Test
    void an_unknown_key_is_printed_without_control_characters_and_not_at_length() {
        String key = TenantRlsSettings.PREFIX + "\u001b[31m" + "x".repeat(1000);
        assertThatThrownBy(() -> RlsConfiguration.of(Map.of(key, "")))
                .message()
                .doesNotContain("\u001b")
                .contains("hibernate.tenant_rls.?[31mx")
                .hasSizeLessThan(1_100);
    }

    /** The keys among the constants of the settings class. */
    static List<String> keys() {
        return Arrays.stream(TenantRlsSettings.class.getFields())
                .map(RlsConfigurationTest::constant)
                .filter(value -> value.startsWith(TenantRlsSettings.PREFIX) && !value.equals(TenantRlsSettings.PREFIX))
                .toList();
    }

    private static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
