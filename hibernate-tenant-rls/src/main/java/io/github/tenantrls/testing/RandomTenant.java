// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers of tenants that nobody has. */
final class RandomTenant {

    private RandomTenant() {}

    /** An identifier of the same kind as another one. */
    static Object like(Object tenant) {
        if (tenant instanceof UUID) {
            return UUID.randomUUID();
        }
        if (tenant instanceof Long) {
            return ThreadLocalRandom.current().nextLong(1L << 53, Long.MAX_VALUE);
        }
        if (tenant instanceof Integer) {
            return ThreadLocalRandom.current().nextInt(1 << 30, Integer.MAX_VALUE);
        }
        return text(tenant.toString());
    }

    /** A text may be the written form of another kind. */
    private static String text(String tenant) {
        String random = UUID.randomUUID().toString();
        if (tenant.length() == random.length() && tenant.charAt(8) == '-') {
            return random;
        }
        if (tenant.matches("-?[0-9]+")) {
            return String.valueOf(ThreadLocalRandom.current().nextInt(1 << 30, Integer.MAX_VALUE));
        }
        return "nobody-" + random;
    }
}
