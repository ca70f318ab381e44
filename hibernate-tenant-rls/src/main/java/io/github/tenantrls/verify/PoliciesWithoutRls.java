// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Policies that are not in force. */
final class PoliciesWithoutRls implements TableRule {

    @Override
    public String id() {
        return "RLS002";
    }

    @Override
    public String title() {
        return "policies-without-rls";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.rowSecurity() || table.policies().isEmpty()
                ? Stream.empty()
                : Stream.of(finding(
                        Severity.CRITICAL,
                        table.subject(),
                        "there are policies but row-level security is off, so every tenant reads and changes the rows"
                                + " of all",
                        table.enabling()));
    }
}
