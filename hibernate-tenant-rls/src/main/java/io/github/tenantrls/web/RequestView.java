// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is another one, but for what subclasses say. */
abstract class RequestView implements TenantRequest {

    private final TenantRequest request;

    RequestView(TenantRequest request) {
        this.request = request;
    }

    @Override
    public List<String> headers(String name) {
        return request.headers(name);
    }

    @Override
    public String rawPath() {
        return request.rawPath();
    }

    @Override
    public @Nullable String host() {
        return request.host();
    }

    @Override
    public Optional<Principal> principal() {
        return request.principal();
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return request.verifiedClaim(name);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return request.unwrap(type);
    }
}
