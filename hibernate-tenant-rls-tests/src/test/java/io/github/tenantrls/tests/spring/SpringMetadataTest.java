// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.web.TenantWebSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What IDEs are told of the properties of Spring Boot, held against the settings that there are. */
class SpringMetadataTest {

    private static final String PREFIX = "hibernate.tenant-rls.";

    /** Those that are no settings of Hibernate. */
    private static final Set<String> OF_SPRING = Set.of(
            PREFIX + "enabled",
            PREFIX + "web.filter-order",
            PREFIX + "health.cache-ttl",
            "management.health.tenant-rls.enabled");

    @Test
    void every_setting_is_there_and_no_other() throws Exception {
        Set<String> expected = new TreeSet<>(OF_SPRING);
        expected.addAll(properties());
        assertThat(metadata().keySet()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_property_has_a_type_and_a_description_that_is_a_sentence(String name) throws IOException {
        JsonNode property = property(name);
        assertThat(property.path("type").asText()).matches("java\\.\\S+|io\\.github\\.tenantrls\\.\\w+");
        assertThat(property.path("description").asText()).matches("[A-Z].*\\.").doesNotContain("@", "{@", "<");
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_type_of_ours_is_an_enum_that_has_the_default(String name) throws Exception {
        JsonNode property = property(name);
        String type = property.path("type").asText();
        if (type.startsWith("io.github.tenantrls")) {
            assertThat(constants(Class.forName(type)))
                    .contains(property.path("defaultValue").asText());
        }
    }

    @Test
    void a_hint_is_about_a_property_and_names_the_constants_of_its_enum() throws Exception {
        for (JsonNode hint : document().path("hints")) {
            JsonNode property = property(hint.path("name").asText());
            String type = property.path("type").asText();
            if (type.startsWith("io.github.tenantrls")) {
                Set<String> values = StreamSupport.stream(hint.path("values").spliterator(), false)
                        .map(value -> value.path("value").asText())
                        .collect(Collectors.toSet());
                assertThat(values).isEqualTo(constants(Class.forName(type)));
            }
        }
    }

    static Set<String> names() throws IOException {
        return metadata().keySet();
    }

    private static Set<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> properties() throws IllegalAccessException {
        Set<String> properties = new TreeSet<>();
        for (Class<?> settings : new Class<?>[] {TenantRlsSettings.class, TenantWebSettings.class}) {
            for (Field field : settings.getFields()) {
                String value = String.valueOf(field.get(null));
                if (value.startsWith(TenantRlsSettings.PREFIX) && !value.endsWith(".")) {
                    properties.add(PREFIX
                            + value.substring(TenantRlsSettings.PREFIX.length()).replace('_', '-'));
                }
            }
        }
        return properties;
    }

    private static JsonNode property(String name) throws IOException {
        return Objects.requireNonNull(metadata().get(name), () -> "There is no property " + name);
    }

    private static Map<String, JsonNode> metadata() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        document()
                .path("properties")
                .forEach(property -> properties.put(property.path("name").asText(), property));
        return properties;
    }

    private static JsonNode document() throws IOException {
        try (InputStream in =
                TenantRlsSettings.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, "no metadata"));
        }
    }
}
