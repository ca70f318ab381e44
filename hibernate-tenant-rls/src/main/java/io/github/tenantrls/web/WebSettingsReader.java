// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@link TenantWebSettings} one by one, and refuses what cannot be read. Immutable. */
record WebSettingsReader(Map<String, ?> settings) {

    private static final TreeSet<String> KNOWN = known();

    /** What the constants of the public class name, so that none can be forgotten. */
    private static TreeSet<String> known() {
        TreeSet<String> names = new TreeSet<>();
        for (Field field : TenantWebSettings.class.getFields()) {
            try {
                String value = String.valueOf(field.get(null));
                if (value.startsWith(TenantWebSettings.PREFIX) && !value.equals(TenantWebSettings.PREFIX)) {
                    names.add(value);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e); // getFields has public ones only
            }
        }
        return names;
    }

    void refuseUnknown() {
        for (String key : settings.keySet()) {
            if (key.startsWith(TenantWebSettings.PREFIX) && !KNOWN.contains(key)) {
                throw new TenantRlsException(
                        owner() + "unknown setting " + printable(key) + "; known are " + String.join(", ", KNOWN));
            }
        }
    }

    boolean has(String key) {
        return settings.get(key) != null;
    }

    @Nullable
    Object value(String key) {
        return settings.get(key);
    }

    @Nullable
    String text(String key) {
        Object value = settings.get(key);
        if (value == null) {
            return null;
        }
        String text = value.toString().trim();
        if (text.isEmpty()) {
            throw refused(key, "leave it out, or give a value");
        }
        return text;
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** The items in their order; none if it is not given. */
    String[] list(String key) {
        String text = text(key);
        if (text == null) {
            return new String[0];
        }
        List<String> items =
                Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (items.contains("")) {
            throw refused(key, "give values separated by commas");
        }
        return items.toArray(String[]::new);
    }

    boolean flag(String key, String otherwise) {
        return switch (text(key, otherwise).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key, "accepted are true, false");
        };
    }

    TenantRlsException refused(String key, String remedy) {
        return refused(key, remedy, null);
    }

    /** The value is not repeated: it can be a secret. */
    TenantRlsException refused(String key, String remedy, @Nullable Throwable cause) {
        return new TenantRlsException(owner() + key + " cannot be read; " + remedy, cause);
    }

    private String owner() {
        Object unit = settings.get("hibernate.persistenceUnitName");
        return unit == null ? "" : "Persistence unit " + unit + ": ";
    }

    private static String printable(String key) {
        String clean = key.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + ".." : clean;
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "WebSettingsReader";
    }
}
