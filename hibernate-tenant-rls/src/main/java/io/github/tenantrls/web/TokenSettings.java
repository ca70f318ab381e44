// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which tokens the settings have this library verify. Immutable. */
record TokenSettings(WebSettingsReader reader) {

    private static final List<String> KEYS =
            List.of(TenantWebSettings.JWT_JWKS, TenantWebSettings.JWT_PUBLIC_KEY, TenantWebSettings.JWT_SECRET);
    private static final String CLASSPATH = "classpath:";

    /** The tokens, or {@code null} if the application's security verifies them. */
    @Nullable
    TenantTokens tokens() {
        String issuer = reader.text(TenantWebSettings.JWT_ISSUER);
        if (issuer == null) {
            refuseWithoutIssuer();
            return null;
        }
        List<String> given = KEYS.stream().filter(reader::has).toList();
        String audience = reader.text(TenantWebSettings.JWT_AUDIENCE);
        if (given.size() != 1 || audience == null) {
            throw reader.refused(
                    TenantWebSettings.JWT_ISSUER,
                    "give " + TenantWebSettings.JWT_AUDIENCE + " and one of " + String.join(", ", KEYS) + " too");
        }
        return chosen(signedBy(given.get(0), issuer, audience));
    }

    private void refuseWithoutIssuer() {
        for (String key : reader.settings().keySet()) {
            if (key.startsWith(TenantWebSettings.PREFIX + "jwt.")) {
                throw new TenantRlsException(
                        key + " says nothing without " + TenantWebSettings.JWT_ISSUER + "; give that too");
            }
        }
    }

    private TenantTokens signedBy(String key, String issuer, String audience) {
        String value = reader.text(key, "");
        return switch (key) {
            case TenantWebSettings.JWT_JWKS -> TenantTokens.jwks(address(key, value), issuer, audience);
            case TenantWebSettings.JWT_PUBLIC_KEY ->
                TenantTokens.publicKey(PemKey.parse(pem(key, value)), issuer, audience);
            default -> TenantTokens.secret(value, issuer, audience);
        };
    }

    private TenantTokens chosen(TenantTokens tokens) {
        TenantTokens chosen = reader.has(TenantWebSettings.JWT_ALGORITHMS)
                ? tokens.algorithms(reader.list(TenantWebSettings.JWT_ALGORITHMS))
                : tokens;
        try {
            return chosen.clockSkew(Duration.parse(
                    reader.text(TenantWebSettings.JWT_CLOCK_SKEW, TenantWebSettings.DEFAULT_JWT_CLOCK_SKEW)));
        } catch (DateTimeParseException e) {
            throw reader.refused(TenantWebSettings.JWT_CLOCK_SKEW, "give an ISO-8601 duration such as PT1M");
        }
    }

    private String pem(String key, String value) {
        if (value.startsWith("-----BEGIN")) {
            return value;
        }
        try (var stream = address(key, value).toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException | IllegalArgumentException e) {
            throw unread(key, e);
        }
    }

    private URI address(String key, String value) {
        try {
            if (value.startsWith(CLASSPATH)) {
                return resource(value.substring(CLASSPATH.length())).toURI();
            }
            return value.matches("(?i)https?://.+")
                    ? new URI(value)
                    : Path.of(value).toUri();
        } catch (URISyntaxException | InvalidPathException | NullPointerException e) {
            throw unread(key, e);
        }
    }

    private static URL resource(String name) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = application == null ? TokenSettings.class.getClassLoader() : application;
        return Objects.requireNonNull(loader.getResource(name));
    }

    private TenantRlsException unread(String key, Exception cause) {
        return reader.refused(key, "give a path, or " + CLASSPATH + " and the name of a resource", cause);
    }
}
