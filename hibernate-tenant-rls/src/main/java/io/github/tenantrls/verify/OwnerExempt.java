// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** Policies that do not hold for the table's owner. */
final class OwnerExempt implements TableRule {

    @Override
    public String id() {
        return "RLS003";
    }

    @Override
    public String title() {
        return "owner-exempt";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return !table.rowSecurity() || table.forced()
                ? Stream.empty()
                : Stream.of(finding(
                        table.owned() ? Severity.CRITICAL : Severity.HIGH,
                        table.subject(),
                        table.owned()
                                ? "row-level security is not forced and the runtime role has the rights of the owner,"
                                        + " so the policies do not apply to it"
                                : "row-level security is not forced, so the policies do not apply to the owner",
                        List.of(table.ddl().force())));
    }
}
