// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantColumnType;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers of tenants that nobody has. */
final class ProbeTenants {

    private ProbeTenants() {}

    /** A random identifier that a tenant column holds. */
    static String random(TenantColumnType type, ProbeColumn column) {
        return switch (type) {
            case UUID -> UUID.randomUUID().toString();
            case TEXT, VARCHAR -> text(column);
            case BIGINT -> String.valueOf(ThreadLocalRandom.current().nextLong(1L << 53, Long.MAX_VALUE));
            case INTEGER -> String.valueOf(ThreadLocalRandom.current().nextInt(1 << 30, Integer.MAX_VALUE));
        };
    }

    /** A column may be narrow, or a domain that takes some texts only. */
    private static String text(ProbeColumn column) {
        String word = "probe-" + SampleValues.word(20);
        int length = column.length(word.length());
        return length < word.length() ? SampleValues.word(length) : word;
    }
}
