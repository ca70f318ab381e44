// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Map;
import java.util.regex.Pattern;

/** Refuses configurations that cannot be meant. */
final class ConfigChecks {

    private static final String HOST = "(?:\\[[^]]*]|[^/?:,@\\[]*)(?::[0-9]{0,5})?";

    /** What the driver takes; it logs the whole of another one, whatever is in that. */
    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql:(?://" + HOST + "(?:," + HOST + ")*/.*|(?!//).+)");

    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&](ssl)?password=|^jdbc:postgresql://[^/?]*@");

    private final ConfigValues values;

    ConfigChecks(ConfigValues values) {
        this.values = values;
    }

    void refuseUnfit() {
        refuseNewer();
        refuseUnknown();
        refuseUrl();
        values.get(IsolationConfig.COMPOSITE_UNIQUE_KEYS).ifPresent(this::refuseNoFlag);
    }

    private void refuseNewer() {
        String format = values.get(IsolationConfig.FORMAT_KEY)
                .orElse(String.valueOf(IsolationConfig.FORMAT))
                .trim();
        if (!format.matches("[1-9][0-9]{0,5}")) {
            throw values.refused(
                    IsolationConfig.FORMAT_KEY,
                    IsolationConfig.FORMAT_KEY + " cannot be read",
                    "this version writes " + IsolationConfig.FORMAT_KEY + "=" + IsolationConfig.FORMAT);
        }
        if (Integer.parseInt(format) > IsolationConfig.FORMAT) {
            throw values.refused(
                    IsolationConfig.FORMAT_KEY,
                    "the configuration has the format " + format + ", which is newer than this version, which knows "
                            + IsolationConfig.FORMAT,
                    "use the version that wrote it, or a later one");
        }
    }

    private void refuseUnknown() {
        for (String key : values.values().keySet()) {
            if (!IsolationConfig.KEYS.contains(key)
                    && !IsolationConfig.SETTINGS.contains(key)
                    && !TableKey.isOne(key)) {
                throw values.refused(
                        key,
                        "unknown key " + ConfigValues.printable(key),
                        "known are " + String.join(", ", IsolationConfig.KEYS) + ", "
                                + String.join(", ", IsolationConfig.SETTINGS)
                                + ", and for a table table.<name>.column, .column_type, .fill");
            }
        }
    }

    /** Without repeating it, whatever is in it. */
    private void refuseUrl() {
        String url = values.get(IsolationConfig.URL).orElse("jdbc:postgresql:database");
        if (PASSWORD.matcher(url).find()) {
            throw values.refused(
                    IsolationConfig.URL,
                    IsolationConfig.URL + " has a password in it, where others can read it",
                    "take it out, and give it by TENANT_RLS_PASSWORD, --password-file, ~/.pgpass, or when asked");
        }
        if (!URL.matcher(url).matches()) {
            throw values.refused(
                    IsolationConfig.URL,
                    IsolationConfig.URL + " is not the JDBC URL of a PostgreSQL database",
                    "give one such as jdbc:postgresql://localhost:5432/database");
        }
    }

    private void refuseNoFlag(String flag) {
        if (!flag.trim().matches("(?i)true|false")) {
            throw values.refused(
                    IsolationConfig.COMPOSITE_UNIQUE_KEYS,
                    IsolationConfig.COMPOSITE_UNIQUE_KEYS + " cannot be read",
                    "accepted are true, false");
        }
    }

    /** The settings of the library, read; what is wrong is said in the words of the file. */
    RlsConfiguration settings(Map<String, String> settings) {
        try {
            return RlsConfiguration.ofDatabase(settings);
        } catch (TenantRlsException e) {
            String unit = settings.get("hibernate.persistenceUnitName") + ": ";
            String message = String.valueOf(e.getMessage()).replace(unit, "").replace(TenantRlsSettings.PREFIX, "");
            String key = message.substring(0, Math.max(0, message.indexOf(' ')));
            int semicolon = message.indexOf("; ");
            throw values.refused(
                    key,
                    message.substring(0, semicolon < 0 ? message.length() : semicolon),
                    semicolon < 0 ? "correct it" : message.substring(semicolon + 2));
        }
    }
}
