// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import io.github.tenantrls.web.TenantRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as a test describes it. */
final class Asked implements TenantRequest {

    private final Map<String, List<String>> headers = new HashMap<>();
    private final Map<String, Object> claims = new HashMap<>();
    private final String rawPath;
    private String host;
    private String user;

    private Asked(String rawPath) {
        this.rawPath = rawPath;
    }

    static Asked path(String rawPath) {
        return new Asked(rawPath);
    }

    static Asked anything() {
        return path("/anything");
    }

    /** One line for each value. */
    Asked header(String name, String... lines) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .addAll(List.of(lines));
        return this;
    }

    Asked host(String name) {
        host = name;
        return this;
    }

    Asked claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    Asked user(String name) {
        user = name;
        return this;
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(user).map(name -> () -> name);
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return Optional.ofNullable(claims.get(name));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
