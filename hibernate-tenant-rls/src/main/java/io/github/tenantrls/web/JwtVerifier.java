// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.github.tenantrls.TenantRlsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verifies tokens with Nimbus; the only class that knows it, and loaded only where tokens are configured. Thread-safe. */
final class JwtVerifier implements TenantTokens.Verifier {

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    JwtVerifier(TokenKeys keys, String issuer, String audience, List<String> algorithms, Duration clockSkew) {
        Set<JWSAlgorithm> allowed =
                algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)); // null: a token that does not say
        processor.setJWSKeySelector(selector(keys, allowed));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp"));
        claims.setMaxClockSkew(Math.toIntExact(clockSkew.toSeconds()));
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** The algorithm of a token chooses among those allowed, never the kind of key: so no public key serves as a secret. */
    private static JWSKeySelector<SecurityContext> selector(TokenKeys keys, Set<JWSAlgorithm> allowed) {
        if (keys instanceof TokenKeys.KeySet set) {
            return new JWSVerificationKeySelector<>(allowed, set.isRemote() ? remote(set) : local(set));
        }
        Key key = keys instanceof TokenKeys.Public one ? one.key() : ((TokenKeys.Secret) keys).key();
        return (header, context) -> allowed.contains(header.getAlgorithm()) ? List.of(key) : List.of();
    }

    private static JWKSource<SecurityContext> remote(TokenKeys.KeySet set) {
        try {
            return JWKSourceBuilder.create(set.address().toURL())
                    .refreshAheadCache(false) // no threads of its own
                    .retrying(true)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw unread(e);
        }
    }

    private static JWKSource<SecurityContext> local(TokenKeys.KeySet set) {
        try (InputStream stream = set.address().toURL().openStream()) {
            return new ImmutableJWKSet<>(JWKSet.load(stream));
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw unread(e);
        }
    }

    private static TenantRlsException unread(Exception cause) {
        return new TenantRlsException(
                "Tokens cannot be verified, because the set of keys cannot be read; see its address, and what is there",
                cause);
    }

    @Override
    public Map<String, Object> claims(String token) {
        try {
            return processor.process(token, null).getClaims();
        } catch (KeySourceException e) {
            if (e instanceof RateLimitReachedException) { // who makes up names of keys has them asked for
                throw Refused.invalidToken("no key is known that it could be signed by", null);
            }
            throw unread(e);
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
            throw Refused.invalidToken(reason(e), null); // the cause can repeat what is in the token
        }
    }

    private static String reason(@Nullable Exception cause) {
        return cause instanceof ParseException
                ? "it is none"
                : "it is not signed by a known key, expired, not yet valid, or not for this application";
    }
}
