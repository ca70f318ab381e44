// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import java.util.List;

/**
 * What came of one combination.
 *
 * @param hibernate its version
 * @param java its feature version
 * @param server PostgreSQL's major version
 * @param pool what lent the connections
 * @param way {@code direct} or {@code PgBouncer}
 * @param said {@code passed}, or else {@code failed: } or {@code not run: } with the cause
 */
record Outcome(String hibernate, String java, String server, String pool, String way, String said) {

    static final String PASSED = "passed";

    static Outcome parse(String line) {
        List<String> parts = List.of(line.split("\t", -1));
        return new Outcome(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5));
    }

    String toLine() {
        return String.join("\t", hibernate, java, server, pool, way, said.replaceAll("\\s+", " "));
    }

    boolean failed() {
        return said.startsWith("failed");
    }
}
