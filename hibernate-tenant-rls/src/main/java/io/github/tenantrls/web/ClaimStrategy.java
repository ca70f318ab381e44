// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/** A claim of a verified token. Immutable. */
record ClaimStrategy(String name) implements TenantStrategy {

    @Override
    public Optional<String> find(TenantRequest request) {
        return request.verifiedClaim(name)
                .map(value -> text(value)
                        .filter(text -> !text.isEmpty())
                        .orElseThrow(() -> Refused.malformed("the claim is no text, UUID or whole number")));
    }

    @Override
    public boolean isVerified() {
        return true;
    }

    /** The text of a value that can name a tenant. */
    static Optional<String> text(Object value) {
        boolean names = value instanceof String
                || value instanceof UUID
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger;
        return names ? Optional.of(value.toString()) : Optional.empty();
    }
}
