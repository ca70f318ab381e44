// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.smallrye.jwt.build.Jwt;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Stands for what issues the tokens: says of each user for which tenants he may act. */
public final class Issuer {

    private final KeyPair keys;

    public Issuer() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    /** How the application knows its tokens, as Quarkus's settings. */
    public Map<String, String> settings() {
        return Map.of(
                "mp.jwt.verify.publickey",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    }

    /** A token for a user of some tenants. */
    public String token(String user, UUID... tenants) {
        return Jwt.issuer("https://issuer.example.com")
                .audience("projects")
                .upn(user)
                .claim("tenants", Arrays.stream(tenants).map(UUID::toString).toList())
                .sign(keys.getPrivate());
    }
}
