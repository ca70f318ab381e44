// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.web.TenantWebSettings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the settings page has each setting once, no other, and the defaults that hold. */
class SettingsDocumentationTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(" + Pattern.quote(TenantRlsSettings.PREFIX) + "[^`]*)` \\| ([^|]*) \\|.*\\|$");

    @Test
    void every_setting_has_a_row_and_every_row_is_a_setting() throws Exception {
        assertThat(documented().keySet()).isEqualTo(constants());
    }

    @ParameterizedTest
    @MethodSource("constants")
    void a_documented_default_is_the_one_that_holds(String setting) throws Exception {
        String effective =
                setting.startsWith(TenantWebSettings.PREFIX) ? webDefault(setting) : written(effectiveDefault(setting));
        assertThat(documented()).containsEntry(setting, effective);
    }

    /** The values of the constants that name settings. */
    static Set<String> constants() throws IllegalAccessException {
        Set<String> settings = new TreeSet<>();
        settings.addAll(named(TenantRlsSettings.class, TenantRlsSettings.PREFIX).keySet());
        settings.addAll(named(TenantWebSettings.class, TenantWebSettings.PREFIX).keySet());
        return settings;
    }

    /** Setting to the name of its constant. */
    private static Map<String, String> named(Class<?> constants, String prefix) throws IllegalAccessException {
        Map<String, String> names = new HashMap<>();
        for (Field field : constants.getFields()) {
            String value = String.valueOf(field.get(null));
            if (value.startsWith(prefix) && !value.equals(prefix)) {
                names.put(value, field.getName());
            }
        }
        return names;
    }

    /** Setting to default, as the table has them; a setting with two rows fails. */
    private static Map<String, String> documented() throws IOException {
        return ROW.matcher(Files.readString(page()))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    }

    /** From the constant beside that of the setting; TenantWebSettingsTest tests that they hold. */
    private static String webDefault(String setting) throws ReflectiveOperationException {
        String constant = "DEFAULT_"
                + named(TenantWebSettings.class, TenantWebSettings.PREFIX).get(setting);
        for (Field field : TenantWebSettings.class.getFields()) {
            if (field.getName().equals(constant)) {
                return "`" + field.get(null) + "`";
            }
        }
        return "none";
    }

    /** From the component of the configuration that is named as the setting is: {@code column_type}, columnType. */
    private static Object effectiveDefault(String setting) throws ReflectiveOperationException {
        RlsConfiguration defaults = RlsConfiguration.of(Map.of());
        Map<String, Object> values = new HashMap<>();
        collect(values, "", defaults);
        collect(values, "system", defaults.system());
        collect(values, "tenants", defaults.tenants());
        String name = setting.substring(TenantRlsSettings.PREFIX.length()).replaceAll("[._]", "");
        return Objects.requireNonNull(values.get(name), () -> "RlsConfiguration has nothing for " + setting);
    }

    private static void collect(Map<String, Object> values, String prefix, Record settings)
            throws ReflectiveOperationException {
        for (var component : settings.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(settings);
            String name = prefix + component.getName().toLowerCase(Locale.ROOT);
            values.put(name, value == null ? Set.of() : value);
        }
    }

    private static String written(Object value) {
        return value instanceof Collection<?> all && all.isEmpty()
                ? "none"
                : "`"
                        + (value instanceof Duration
                                ? value.toString()
                                : value.toString().toLowerCase(Locale.ROOT)) + "`";
    }

    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/settings.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no docs/settings.md in any parent directory");
        }
        return directory.resolve("docs/settings.md");
    }
}
