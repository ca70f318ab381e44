// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.web.TenantWebSettings;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings as Spring Boot has them: {@code hibernate.tenant-rls.column-type}, in any of its spellings, is {@link
 * TenantRlsSettings#COLUMN_TYPE}.
 *
 * <p>Names that the library does not know are handed on, so that it refuses them. An empty value is none: a property that is
 * given cannot be taken back otherwise.
 */
final class BootSettings {

    static final String PREFIX = "hibernate.tenant-rls";

    /** What is for this package alone. */
    static final String ENABLED = PREFIX + ".enabled";

    static final String FILTER_ORDER = PREFIX + ".web.filter-order";
    static final String HEALTH_CACHE_TTL = PREFIX + ".health.cache-ttl";

    /** How the binder writes an item of a list: {@code verification.ignore.0}. */
    private static final Pattern ITEM = Pattern.compile("\\.\\d+$");

    private static final Set<String> OWN =
            Set.of(comparable(ENABLED), comparable(FILTER_ORDER), comparable(HEALTH_CACHE_TTL));

    private static final Map<String, String> KNOWN = known();

    private BootSettings() {}

    /** Hibernate's settings that the environment has for the library. */
    static Map<String, Object> of(Environment environment) {
        Binder binder = Binder.get(environment);
        Map<String, Object> settings = new TreeMap<>();
        binder.bind(PREFIX, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((key, value) -> {
                    String name = ITEM.matcher(key).replaceFirst("");
                    if (!value.isEmpty() && !OWN.contains(comparable(PREFIX + "." + name))) {
                        settings.put(setting(name), name.equals(key) ? value : joined(binder, name));
                    }
                });
        settings.computeIfPresent(TenantRlsSettings.VERIFICATION, (key, value) -> asWritten(value));
        return settings;
    }

    private static String setting(String name) {
        String known = KNOWN.get(comparable(TenantRlsSettings.PREFIX + name));
        return known == null ? TenantRlsSettings.PREFIX + name : known;
    }

    private static String joined(Binder binder, String name) {
        return String.join(
                ",",
                binder.bind(PREFIX + "." + name, Bindable.listOf(String.class)).get());
    }

    /** In YAML an unquoted {@code off} is the boolean. */
    private static Object asWritten(Object verification) {
        return verification.equals("false") ? "off" : verification;
    }

    /** What does not count in a name: case, dashes and underscores, as Spring Boot has it. */
    private static String comparable(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** Whether any of them says which tenant a request is for. */
    static boolean hasWeb(Environment environment) {
        return of(environment).keySet().stream().anyMatch(key -> key.startsWith(TenantWebSettings.PREFIX));
    }

    private static Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        try {
            for (Class<?> settings : List.of(TenantRlsSettings.class, TenantWebSettings.class)) {
                for (Field field : settings.getFields()) {
                    String value = String.valueOf(field.get(null));
                    known.put(comparable(value), value);
                }
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("A public constant cannot be read", e);
        }
        return Map.copyOf(known);
    }
}
