// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request whose claims are those of its bearer token, verified when the first is asked for. Used by one thread. */
final class TokenRequest extends RequestView {

    private static final String HEADER = "Authorization";
    private static final Pattern TOKEN = Pattern.compile("(?i:bearer) +([A-Za-z0-9_.-]{1,16384})");
    private static final Pattern BEARER =
            Pattern.compile("\\s*bearer(\\s.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final TenantTokens.Verifier verifier;
    private @Nullable Map<String, Object> claims;

    TokenRequest(TenantRequest request, TenantTokens.Verifier verifier) {
        super(request);
        this.verifier = verifier;
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        if (claims == null) {
            claims = read();
        }
        return Optional.ofNullable(claims.get(name));
    }

    private Map<String, Object> read() {
        List<String> lines = headers(HEADER);
        if (lines.stream().noneMatch(line -> BEARER.matcher(line).matches())) {
            return Map.of();
        }
        Matcher token = TOKEN.matcher(lines.get(0));
        if (lines.size() > 1 || !token.matches()) {
            throw Refused.invalidToken("there are several, or it is none", null);
        }
        return verifier.claims(token.group(1));
    }
}
