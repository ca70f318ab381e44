// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.ContextConfiguration;

/** The tenant is a claim of the token that Spring Security has verified; headers do not count. */
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "hibernate.tenant-rls.web.strategies=claim",
            "hibernate.tenant-rls.web.claim=tenant",
            "hibernate.tenant-rls.web.header="
        })
@ContextConfiguration(initializers = TestDatabase.class)
@Import(VerifiedClaimIT.Tokens.class)
class VerifiedClaimIT {

    private static final SecretKey KEY = key("a secret of at least thirty-two bytes");

    @LocalServerPort
    private int port;

    @TestConfiguration(proxyBeanMethods = false)
    static class Tokens {

        @Bean
        @Order(0)
        SecurityFilterChain bearers(HttpSecurity http) {
            return http.securityMatcher("/api/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }

        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withSecretKey(KEY).build();
        }
    }

    @Test
    void the_claim_names_the_tenant() throws Exception {
        assertThat(get(token(KEY, "carol", "globex")).body()).contains("Boreas").doesNotContain("Apollo");
    }

    @Test
    void a_header_beside_it_changes_nothing() throws Exception {
        assertThat(send(request(token(KEY, "carol", "globex")).header("X-Tenant-Id", "acme"))
                        .body())
                .contains("Boreas")
                .doesNotContain("Apollo");
    }

    @Test
    void a_token_without_the_claim_is_refused() throws Exception {
        assertThat(get(token(KEY, "carol", null)).statusCode()).isEqualTo(404);
    }

    @Test
    void a_token_of_another_key_is_refused_by_spring_security() throws Exception {
        assertThat(get(token(key("another secret of more than thirty-two bytes"), "carol", "globex"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_token_for_a_tenant_that_its_subject_is_no_member_of_is_refused() throws Exception {
        assertThat(get(token(KEY, "alice", "globex")).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String token) throws Exception {
        return send(request(token));
    }

    private HttpRequest.Builder request(String token) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/projects"))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String token(SecretKey key, String subject, @Nullable String tenant) {
        JwtClaimsSet.Builder claims =
                JwtClaimsSet.builder().subject(subject).expiresAt(Instant.now().plusSeconds(300));
        if (tenant != null) {
            claims.claim("tenant", tenant);
        }
        return new NimbusJwtEncoder(new ImmutableSecret<>(key))
                .encode(JwtEncoderParameters.from(
                        JwsHeader.with(MacAlgorithm.HS256).build(), claims.build()))
                .getTokenValue();
    }

    private static SecretKey key(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
