// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Row-level security without a policy. */
final class NoPolicy implements TableRule {

    @Override
    public String id() {
        return "RLS004";
    }

    @Override
    public String title() {
        return "no-policy";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.rowSecurity() && table.policies().isEmpty()
                ? Stream.of(finding(
                        Severity.HIGH,
                        table.subject(),
                        "row-level security is on but there is no policy, so no tenant sees or writes any row",
                        table.isolating()))
                : Stream.empty();
    }
}
