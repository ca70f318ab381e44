// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.internal.web.PrincipalClaims;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** A principal that is a verified token of MicroProfile JWT has claims; others have none. */
class MicroProfileTokenTest {

    private record Token(Map<String, Object> claims) implements JsonWebToken {
        @Override
        public String getName() {
            return "alice";
        }

        @Override
        public Set<String> getClaimNames() {
            return claims.keySet();
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // as the interface wants it
        public <T> T getClaim(String name) {
            return (T) claims.get(name);
        }
    }

    private static Optional<Object> claim(Object value) {
        return PrincipalClaims.of(Optional.of(new Token(Map.of("tenant", value))), "tenant");
    }

    @Test
    void claims_come_as_plain_values_and_as_json() {
        assertThat(claim("acme")).hasValue("acme");
        assertThat(claim(Json.createValue("acme"))).hasValue("acme");
        assertThat(claim(Json.createValue(42L))).hasValue(BigInteger.valueOf(42));
        assertThat(claim(Json.createArrayBuilder().add("acme").add("globex").build()))
                .hasValue(List.of("acme", "globex"));
        assertThat(claim(JsonValue.TRUE)).hasValue(JsonValue.TRUE);
    }

    @Test
    void there_are_none_without_a_token() {
        Principal user = () -> "alice";
        assertThat(PrincipalClaims.of(Optional.of(user), "tenant")).isEmpty();
        assertThat(PrincipalClaims.of(Optional.empty(), "tenant")).isEmpty();
        assertThat(PrincipalClaims.of(Optional.of(new Token(Map.of())), "tenant"))
                .isEmpty();
    }
}
