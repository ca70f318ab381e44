// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.TenantRlsException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a public key in the form of RFC 7468. */
final class PemKey {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private PemKey() {}

    static PublicKey parse(String pem) {
        Matcher matcher = PEM.matcher(pem);
        return Stream.of("RSA", "EC")
                .filter(algorithm -> matcher.matches())
                .flatMap(algorithm -> key(algorithm, matcher.group(1)).stream())
                .findFirst()
                .orElseThrow(() -> new TenantRlsException("Tokens cannot be verified, because the public key cannot be"
                        + " read; give one of RSA or EC that begins with -----BEGIN PUBLIC KEY-----"));
    }

    /** The key, if it is of this kind. */
    private static Optional<PublicKey> key(String algorithm, String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
