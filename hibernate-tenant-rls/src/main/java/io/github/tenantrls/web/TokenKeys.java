// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import java.net.URI;
import java.security.PublicKey;
import javax.crypto.SecretKey;

/** What signatures of tokens are verified with. Immutable. */
sealed interface TokenKeys {

    /** Keys at an address. */
    record KeySet(URI address) implements TokenKeys {

        boolean isRemote() {
            return "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        }
    }

    /** One public key. */
    record Public(PublicKey key) implements TokenKeys {}

    /** A secret; not printed. */
    record Secret(SecretKey key) implements TokenKeys {
        @Override
        public String toString() {
            return "Secret";
        }
    }
}
