// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which bearer tokens (RFC 7519, signed) are believed, for applications whose own security verifies none. Immutable.
 *
 * <p>A token must be signed by one of the keys with one of the algorithms, name the issuer and the audience, and have an
 * expiry that is not over. Needs {@code com.nimbusds:nimbus-jose-jwt}.
 */
public final class TenantTokens {

    private static final String NIMBUS = "com.nimbusds.jwt.proc.DefaultJWTProcessor";

    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Set<String> SYMMETRIC = Set.of("HS256", "HS384", "HS512");
    private static final int LEAST_SECRET = 32;
    private static final Duration MAX_SKEW = Duration.ofMinutes(10);

    private final TokenKeys keys;
    private final String issuer;
    private final String audience;
    private final List<String> algorithms;
    private final Duration clockSkew;

    private TenantTokens(TokenKeys keys, String issuer, String audience, List<String> algorithms, Duration clockSkew) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.algorithms = algorithms;
        this.clockSkew = clockSkew;
        if (issuer.isBlank() || audience.isBlank()) {
            throw new TenantRlsException(
                    "Tokens cannot be verified without an issuer and an audience, because then those that"
                            + " were made for others would hold; give both");
        }
    }

    /**
     * Tokens signed by one of the keys of a JSON Web Key Set.
     *
     * @param keySet its address: that of a server is asked when a key is needed, and what it says remembered; a file or a
     *     resource is read once
     * @param issuer what the claim {@code iss} must be
     * @param audience what must be in the claim {@code aud}
     * @return the tokens, with the algorithms RS256 and ES256
     * @throws TenantRlsException if issuer or audience are empty
     */
    public static TenantTokens jwks(URI keySet, String issuer, String audience) {
        return new TenantTokens(new TokenKeys.KeySet(keySet), issuer, audience, defaultAlgorithms(), defaultSkew());
    }

    /**
     * Tokens signed by one key.
     *
     * @param key the public key, RSA or EC
     * @param issuer what the claim {@code iss} must be
     * @param audience what must be in the claim {@code aud}
     * @return the tokens, with the algorithms RS256 and ES256
     * @throws TenantRlsException if issuer or audience are empty
     */
    public static TenantTokens publicKey(PublicKey key, String issuer, String audience) {
        return new TenantTokens(new TokenKeys.Public(key), issuer, audience, defaultAlgorithms(), defaultSkew());
    }

    /**
     * Tokens signed by a secret. Whoever has it can make tokens.
     *
     * @param secret the secret, at least 32 bytes of UTF-8
     * @param issuer what the claim {@code iss} must be
     * @param audience what must be in the claim {@code aud}
     * @return the tokens, with the algorithm HS256
     * @throws TenantRlsException if the secret is shorter, or issuer or audience are empty
     */
    public static TenantTokens secret(String secret, String issuer, String audience) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < LEAST_SECRET) {
            throw new TenantRlsException("The secret of tokens can be guessed, because it is shorter than "
                    + LEAST_SECRET + " bytes; give a longer one");
        }
        return new TenantTokens(
                new TokenKeys.Secret(new SecretKeySpec(bytes, "HMAC")),
                issuer,
                audience,
                List.of("HS256"),
                defaultSkew());
    }

    /**
     * The same with other algorithms.
     *
     * @param allowed for public keys RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512; for a secret HS256,
     *     HS384 and HS512
     * @return the tokens
     * @throws TenantRlsException if there is none, or one that is not for these keys
     */
    public TenantTokens algorithms(String... allowed) {
        Set<String> fit = keys instanceof TokenKeys.Secret ? SYMMETRIC : ASYMMETRIC;
        if (allowed.length == 0 || !fit.containsAll(List.of(allowed))) {
            throw new TenantRlsException("Tokens cannot be verified with these keys by these algorithms; accepted are "
                    + String.join(", ", fit.stream().sorted().toList()));
        }
        return new TenantTokens(keys, issuer, audience, List.of(allowed), clockSkew);
    }

    /**
     * The same with another tolerance for clocks that differ, in what is expired or not yet valid.
     *
     * @param tolerated whole seconds, from none to ten minutes; one minute where it is not said
     * @return the tokens
     * @throws TenantRlsException if it is no such duration
     */
    public TenantTokens clockSkew(Duration tolerated) {
        if (tolerated.isNegative() || tolerated.compareTo(MAX_SKEW) > 0) {
            throw new TenantRlsException("Clocks cannot differ by so much; give a duration from PT0S to " + MAX_SKEW);
        }
        return new TenantTokens(keys, issuer, audience, algorithms, tolerated);
    }

    /** What verifies a token. */
    @FunctionalInterface
    interface Verifier {
        /**
         * Its claims.
         *
         * @throws TenantRefusedException with {@link TenantRefusal#INVALID_TOKEN} if it does not hold
         */
        Map<String, Object> claims(String token);
    }

    /** Loads what verifies them, and with it Nimbus. */
    Verifier verifier() {
        try {
            Class.forName(NIMBUS, false, TenantTokens.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new TenantRlsException(
                    "Tokens cannot be verified, because com.nimbusds:nimbus-jose-jwt is not on the class path; add it, or have"
                            + " the application's security verify them",
                    e);
        }
        return new JwtVerifier(keys, issuer, audience, algorithms, clockSkew);
    }

    private static List<String> defaultAlgorithms() {
        return List.of(TenantWebSettings.DEFAULT_JWT_ALGORITHMS.split(","));
    }

    private static Duration defaultSkew() {
        return Duration.parse(TenantWebSettings.DEFAULT_JWT_CLOCK_SKEW);
    }

    /** What is believed, without the keys. */
    @Override
    public String toString() {
        return "TenantTokens[issuer=" + issuer + ", audience=" + audience + ", algorithms=" + algorithms
                + ", clockSkew=" + clockSkew + "]";
    }
}
