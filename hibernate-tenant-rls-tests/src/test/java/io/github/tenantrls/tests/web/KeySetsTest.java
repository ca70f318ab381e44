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
import static io.github.tenantrls.tests.web.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are at an address: a server's, or a file's. */
class KeySetsTest {

    private static final byte[] SECRET = "a secret in the set of keys, by mistake".getBytes(StandardCharsets.UTF_8);
    private static final String SET = new JWKSet(java.util.List.of(
                    new RSAKey.Builder((RSAPublicKey) KEYS.getPublic())
                            .keyID("1")
                            .build(),
                    new OctetSequenceKey.Builder(SECRET).keyID("2").build()))
            .toString(false);

    @TempDir
    private Path directory;

    private static TenantResolver by(URI keys) {
        return TenantResolver.builder()
                .lookup(TenantLookup.identifiers(TenantColumnType.TEXT))
                .strategies(TenantStrategy.claim("tenant"))
                .tokens(TenantTokens.jwks(keys, ISSUER, AUDIENCE))
                .build();
    }

    private static Asked signedBy(KeyPair keys, String keyId) {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
        return bearer(signed(header, claims(), new RSASSASigner(keys.getPrivate())));
    }

    private static Asked bearer(String token) {
        return Asked.anything().header("Authorization", "Bearer " + token);
    }

    @Test
    void a_file_has_the_keys() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), SET);
        TenantResolver resolver = by(file.toUri());
        assertTenant(resolver, signedBy(KEYS, "1"), "acme");
        assertRefused(resolver, signedBy(OTHER_KEYS, "1"), TenantRefusal.INVALID_TOKEN);
        assertRefused(resolver, signedBy(KEYS, "3"), TenantRefusal.INVALID_TOKEN);
        JWSHeader hs256 = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("2").build();
        assertRefused(resolver, bearer(signed(hs256, claims(), new MACSigner(SECRET))), TenantRefusal.INVALID_TOKEN);
    }

    @Test
    void a_file_that_cannot_be_read_refuses_the_building() throws IOException {
        assertThatThrownBy(() -> by(directory.resolve("none.json").toUri()))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("the set of keys cannot be read");
        Path file = Files.writeString(directory.resolve("keys.json"), "{}");
        assertThatThrownBy(() -> by(file.toUri())).hasMessageContaining("the set of keys cannot be read");
    }

    @Test
    void a_server_is_asked_once_and_made_up_names_of_keys_do_not_have_it_asked_again_and_again() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = SET.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            TenantResolver resolver =
                    by(URI.create("http://localhost:" + server.getAddress().getPort() + "/keys"));
            assertThat(asked).hasValue(0);
            for (int i = 0; i < 3; i++) {
                assertTenant(resolver, signedBy(KEYS, "1"), "acme");
            }
            assertThat(asked).hasValue(1);
            for (int i = 0; i < 50; i++) {
                assertRefused(resolver, signedBy(KEYS, "made-up-" + i), TenantRefusal.INVALID_TOKEN);
            }
            assertThat(asked).hasValueLessThan(5);
            assertTenant(resolver, signedBy(KEYS, "1"), "acme");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_server_that_does_not_answer_is_an_error_and_no_refusal_of_the_request() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.stop(0);
        TenantResolver resolver = by(URI.create("http://localhost:" + port + "/keys"));
        assertThatThrownBy(() -> resolver.resolve(signedBy(KEYS, "1")))
                .isInstanceOf(TenantRlsException.class)
                .isNotInstanceOf(TenantRefusedException.class)
                .hasMessageContaining("the set of keys cannot be read");
    }
}
