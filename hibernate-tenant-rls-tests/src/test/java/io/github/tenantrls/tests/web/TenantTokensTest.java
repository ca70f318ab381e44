// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static io.github.tenantrls.tests.web.Answered.assertRefused;
import static io.github.tenantrls.tests.web.Answered.assertTenant;
import static io.github.tenantrls.tests.web.Tokens.AUDIENCE;
import static io.github.tenantrls.tests.web.Tokens.ISSUER;
import static io.github.tenantrls.tests.web.Tokens.KEYS;
import static io.github.tenantrls.tests.web.Tokens.OTHER_KEYS;
import static io.github.tenantrls.tests.web.Tokens.claims;
import static io.github.tenantrls.tests.web.Tokens.in;
import static io.github.tenantrls.tests.web.Tokens.pem;
import static io.github.tenantrls.tests.web.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantTokens;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTokensTest {

    private static final String SECRET = "a secret that nobody guesses, since it is long";
    private static final TenantTokens BY_KEY = TenantTokens.publicKey(KEYS.getPublic(), ISSUER, AUDIENCE);
    private static final TenantResolver RESOLVER = by(BY_KEY);
    private static final TenantResolver BY_SECRET = by(TenantTokens.secret(SECRET, ISSUER, AUDIENCE));

    private static TenantResolver by(TenantTokens tokens) {
        return TenantResolver.builder()
                .lookup(TenantLookup.identifiers(TenantColumnType.TEXT))
                .strategies(TenantStrategy.claim("tenant"))
                .tokens(tokens)
                .build();
    }

    private static Asked bearer(String token) {
        return Asked.anything().header("Authorization", "Bearer " + token);
    }

    static Stream<Arguments> holding() {
        return Stream.of(
                Arguments.of("as its issuer makes it", signed(claims())),
                Arguments.of("for several", signed(claims().audience(List.of("invoices", AUDIENCE)))),
                Arguments.of("valid since now", signed(claims().notBeforeTime(in(0)))),
                Arguments.of("expired within the tolerance", signed(claims().expirationTime(in(-30)))),
                Arguments.of(
                        "with a key's name",
                        signed(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("1")
                                        .build(),
                                claims(),
                                signer())),
                Arguments.of("of an access token's type", signed(typed("at+jwt"), claims(), signer())),
                Arguments.of("of the usual type", signed(typed("JWT"), claims(), signer())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("holding")
    void a_token_that_holds_states_the_tenant(String what, String token) {
        assertTenant(RESOLVER, bearer(token), "acme");
    }

    static Stream<Arguments> notHolding() throws JOSEException {
        String token = signed(claims());
        String[] parts = token.split("\\.");
        String unsigned = new PlainJWT(claims().build()).serialize();
        return Stream.of(
                Arguments.of("alg=none", unsigned),
                Arguments.of("alg=none with a signature", unsigned + parts[2]),
                Arguments.of("header says none", unsigned.split("\\.")[0] + "." + parts[1] + "." + parts[2]),
                Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
                Arguments.of(
                        "another's claims",
                        parts[0] + "." + signed(otherTenant()).split("\\.")[1] + "." + parts[2]),
                Arguments.of("wrong key", signed(rs256(), claims(), new RSASSASigner(OTHER_KEYS.getPrivate()))),
                Arguments.of("other algorithm", signed(new JWSHeader(JWSAlgorithm.RS512), claims(), signer())),
                Arguments.of("public key as secret", confused(KEYS.getPublic().getEncoded())),
                Arguments.of("PEM as secret", confused(pem().getBytes(StandardCharsets.US_ASCII))),
                Arguments.of("PEM as secret, trimmed", confused(pem().strip().getBytes(StandardCharsets.US_ASCII))),
                Arguments.of(
                        "modulus as secret",
                        confused(((RSAPublicKey) KEYS.getPublic()).getModulus().toByteArray())),
                Arguments.of("a known secret", confused(SECRET.getBytes(StandardCharsets.UTF_8))),
                Arguments.of("expired", signed(claims().expirationTime(in(-120)))),
                Arguments.of("no expiry", signed(claims().expirationTime(null))),
                Arguments.of("expiry of another type", signed(claims().claim("exp", "never"))),
                Arguments.of("not yet valid", signed(claims().notBeforeTime(in(120)))),
                Arguments.of("other issuer", signed(claims().issuer("https://other.example.com"))),
                Arguments.of(
                        "issuer in another case", signed(claims().issuer(ISSUER.toUpperCase(java.util.Locale.ROOT)))),
                Arguments.of("no issuer", signed(claims().issuer(null))),
                Arguments.of("other audience", signed(claims().audience("invoices"))),
                Arguments.of("no audience", signed(claims().audience((String) null))),
                Arguments.of("other type", signed(typed("logout+jwt"), claims(), signer())),
                Arguments.of("critical header", signed(critical(), claims(), signer())),
                Arguments.of("encrypted", encrypted()),
                Arguments.of("garbage", "garbage"),
                Arguments.of("garbage in three parts", "a.b.c"),
                Arguments.of("three empty parts", ".."),
                Arguments.of("nothing", ""),
                Arguments.of("one more part", token + ".x"),
                Arguments.of("two tokens", token + " " + token),
                Arguments.of("two tokens by comma", token + ", Bearer " + token),
                Arguments.of("a line break", token + "\n"),
                Arguments.of("a letter of another script", token + "\u0430"),
                Arguments.of(
                        "a deep header", encoded("{\"a\":" + "[".repeat(10_000)) + "." + parts[1] + "." + parts[2]),
                Arguments.of("deep claims", parts[0] + "." + encoded("{\"a\":" + "[".repeat(10_000)) + "." + parts[2]),
                Arguments.of("a huge expiry", parts[0] + "." + encoded("{\"exp\":1e999999999}") + "." + parts[2]),
                Arguments.of(
                        "a huge parameter", encoded("{\"alg\":\"RS256\",\"p2c\":1e999999999}") + "." + parts[1] + ".x"),
                Arguments.of("a key of its own", ownKey()),
                Arguments.of("long", "x".repeat(1_000_000)),
                Arguments.of("a long header", token + "x".repeat(20_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notHolding")
    void a_token_that_does_not_hold_is_refused_and_not_repeated(String what, String token) {
        assertRefused(RESOLVER, bearer(token), TenantRefusal.INVALID_TOKEN)
                .hasMessageStartingWith("The request is not handled, because its token does not hold: ")
                .hasNoCause();
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the key that it is signed by itself. */
    private static String ownKey() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(new RSAKey.Builder((RSAPublicKey) OTHER_KEYS.getPublic()).build())
                .build();
        return signed(header, claims(), new RSASSASigner(OTHER_KEYS.getPrivate()));
    }

    private static JWTClaimsSet.Builder otherTenant() {
        return claims().claim("tenant", "globex");
    }

    private static RSASSASigner signer() {
        return new RSASSASigner(KEYS.getPrivate());
    }

    private static JWSHeader rs256() {
        return new JWSHeader(JWSAlgorithm.RS256);
    }

    private static JWSHeader typed(String type) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .build();
    }

    private static JWSHeader critical() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .criticalParams(java.util.Set.of("must"))
                .customParam("must", "know")
                .build();
    }

    private static String confused(byte[] secret) throws JOSEException {
        return signed(new JWSHeader(JWSAlgorithm.HS256), claims(), new MACSigner(secret));
    }

    private static String encrypted() throws JOSEException {
        EncryptedJWT token =
                new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM), claims().build());
        token.encrypt(new RSAEncrypter((RSAPublicKey) KEYS.getPublic()));
        return token.serialize();
    }

    static Stream<Arguments> otherClaims() {
        return Stream.of(
                Arguments.of(TenantRefusal.MISSING, claims().claim("tenant", null)),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", List.of("acme"))),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", Map.of("id", "acme"))),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", true)),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", 7.5)),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", "")),
                Arguments.of(TenantRefusal.MALFORMED, claims().claim("tenant", "acm\u00e9")));
    }

    @ParameterizedTest
    @MethodSource("otherClaims")
    void a_token_that_holds_without_a_claim_that_can_be_a_tenant_is_refused(
            TenantRefusal refusal, JWTClaimsSet.Builder claims) {
        assertRefused(RESOLVER, bearer(signed(claims)), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearerx", "Digest a, Bearer b", "", "Negotiate abc"})
    void a_request_without_a_bearer_token_states_nothing(String authorization) {
        assertRefused(RESOLVER, Asked.anything(), TenantRefusal.MISSING);
        assertRefused(RESOLVER, Asked.anything().header("Authorization", authorization), TenantRefusal.MISSING);
    }

    @Test
    void several_headers_are_refused_even_if_they_are_equal() {
        String line = "Bearer " + signed(claims());
        assertRefused(RESOLVER, Asked.anything().header("Authorization", line, line), TenantRefusal.INVALID_TOKEN);
        assertRefused(
                RESOLVER, Asked.anything().header("Authorization", "Basic YTpi", line), TenantRefusal.INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
    void the_scheme_is_read_in_any_case(String scheme) {
        assertTenant(RESOLVER, Asked.anything().header("Authorization", scheme + signed(claims())), "acme");
    }

    @Test
    void claims_that_the_application_verified_are_not_looked_at() {
        assertRefused(RESOLVER, Asked.anything().claim("tenant", "globex"), TenantRefusal.MISSING);
        assertTenant(RESOLVER, bearer(signed(claims())).claim("tenant", "globex"), "acme");
    }

    @Test
    void what_may_be_acted_for_is_in_the_token_too() {
        TenantLookup lookup = TenantLookup.identifiers(TenantColumnType.TEXT);
        TenantResolver resolver = Answered.by(TenantStrategy.header())
                .access(TenantAccess.claim("tenants", lookup))
                .tokens(BY_KEY)
                .build();
        Asked request = bearer(signed(claims().claim("tenants", List.of("acme", "globex"))));
        assertTenant(resolver, request.header("X-Tenant-Id", "globex"), "globex");
        assertRefused(resolver, bearer(signed(claims())).header("X-Tenant-Id", "acme"), TenantRefusal.FORBIDDEN);
        assertRefused(resolver, bearer("x").header("X-Tenant-Id", "acme"), TenantRefusal.INVALID_TOKEN);
    }

    @Test
    void a_token_that_does_not_hold_is_refused_before_the_tenant_is_looked_up_so_that_it_tells_nothing_of_it() {
        TenantLookup nobody = stated -> {
            throw new TenantRefusedException(TenantRefusal.UNKNOWN, "", null);
        };
        for (TenantLookup lookup : List.of(nobody, TenantLookup.identifiers(TenantColumnType.TEXT))) {
            TenantResolver resolver = TenantResolver.builder()
                    .strategies(TenantStrategy.header())
                    .lookup(lookup)
                    .access(TenantAccess.claim("tenants", lookup))
                    .tokens(BY_KEY)
                    .excluded("/health")
                    .optional("/")
                    .build();
            assertRefused(resolver, bearer("x").header("X-Tenant-Id", "acme"), TenantRefusal.INVALID_TOKEN);
            assertRefused(resolver, bearer("x").header("X-Tenant-Id", "a", "b"), TenantRefusal.INVALID_TOKEN);
            assertRefused(resolver, bearer("x"), TenantRefusal.INVALID_TOKEN);
            assertRefused(resolver, Asked.path("/").header("Authorization", "Bearer x"), TenantRefusal.INVALID_TOKEN);
            assertThat(resolver.resolve(Asked.path("/health").header("Authorization", "Bearer x")))
                    .isEmpty();
        }
    }

    @Test
    void a_secret_signs_too_and_a_key_does_not_instead() throws JOSEException {
        byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
        assertTenant(BY_SECRET, bearer(confused(secret)), "acme");
        assertRefused(BY_SECRET, bearer(signed(claims())), TenantRefusal.INVALID_TOKEN);
        assertRefused(
                BY_SECRET,
                bearer(signed(new JWSHeader(JWSAlgorithm.HS512), claims(), new MACSigner(SECRET.repeat(2)))),
                TenantRefusal.INVALID_TOKEN);
        assertRefused(
                BY_SECRET,
                bearer(confused("another secret of 32 bytes or more".getBytes(StandardCharsets.UTF_8))),
                TenantRefusal.INVALID_TOKEN);
    }

    @Test
    void a_key_on_a_curve_signs_too() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        TenantResolver resolver = by(TenantTokens.publicKey(keys.getPublic(), ISSUER, AUDIENCE));
        String token =
                signed(new JWSHeader(JWSAlgorithm.ES256), claims(), new ECDSASigner((ECPrivateKey) keys.getPrivate()));
        assertTenant(resolver, bearer(token), "acme");
        assertRefused(RESOLVER, bearer(token), TenantRefusal.INVALID_TOKEN);
        assertRefused(resolver, bearer(signed(claims())), TenantRefusal.INVALID_TOKEN);
    }

    @Test
    void algorithms_and_tolerance_can_be_chosen() {
        TenantResolver other = by(BY_KEY.algorithms("RS512").clockSkew(Duration.ZERO));
        JWSHeader rs512 = new JWSHeader(JWSAlgorithm.RS512);
        assertTenant(other, bearer(signed(rs512, claims(), signer())), "acme");
        assertRefused(other, bearer(signed(claims())), TenantRefusal.INVALID_TOKEN);
        assertRefused(
                other, bearer(signed(rs512, claims().expirationTime(in(-5)), signer())), TenantRefusal.INVALID_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NONE", "HS256", "HS512", "rs256", "dir", ""})
    void an_algorithm_that_is_not_for_public_keys_is_refused(String algorithm) {
        assertThatThrownBy(() -> BY_KEY.algorithms(algorithm))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("accepted are ES256, ES384, ES512, PS256, PS384, PS512, RS256, RS384, RS512");
    }

    @Test
    void what_would_not_verify_is_refused() {
        assertThatThrownBy(() -> TenantTokens.secret(SECRET, ISSUER, AUDIENCE).algorithms("RS256"))
                .hasMessageContaining("accepted are HS256, HS384, HS512");
        assertThatThrownBy(BY_KEY::algorithms).hasMessageContaining("accepted are");
        assertThatThrownBy(() -> TenantTokens.secret("short", ISSUER, AUDIENCE))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("shorter than 32 bytes")
                .hasMessageNotContaining("short,");
        assertThatThrownBy(() -> TenantTokens.secret(SECRET, " ", AUDIENCE)).hasMessageContaining("give both");
        assertThatThrownBy(() -> TenantTokens.secret(SECRET, ISSUER, "")).hasMessageContaining("give both");
        assertThatThrownBy(() -> BY_KEY.clockSkew(Duration.ofSeconds(-1))).hasMessageContaining("PT0S to PT10M");
        assertThatThrownBy(() -> BY_KEY.clockSkew(Duration.ofMinutes(11))).hasMessageContaining("PT0S to PT10M");
    }

    @Test
    void the_secret_is_not_printed() {
        assertThat(TenantTokens.secret(SECRET, ISSUER, AUDIENCE))
                .hasToString("TenantTokens[issuer=https://issuer.example.com, audience=orders, algorithms=[HS256],"
                        + " clockSkew=PT1M]");
    }
}
