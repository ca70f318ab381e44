// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request whose claims are those of its bearer token, which was verified. Immutable. */
final class TokenRequest extends RequestView {

    private static final String HEADER = "Authorization";
    private static final Pattern TOKEN = Pattern.compile("(?i:bearer) +([A-Za-z0-9_.-]{1,16384})");
    private static final Pattern BEARER =
            Pattern.compile("\\s*bearer(\\s.*)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Map<String, Object> claims;

    /**
     * Verifies its token: at once, since a token that does not hold is answered in other words, and must be so whatever tenant
     * is stated with it.
     *
     * @throws TenantRefusedException with {@link TenantRefusal#INVALID_TOKEN} if it does not hold
     */
    TokenRequest(TenantRequest request, TenantTokens.Verifier verifier) {
        super(request);
        claims = claims(request.headers(HEADER), verifier);
    }

    @Override
    public Optional<Object> verifiedClaim(String name) {
        return Optional.ofNullable(claims.get(name));
    }

    private static Map<String, Object> claims(List<String> lines, TenantTokens.Verifier verifier) {
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
