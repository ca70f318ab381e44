// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** Policies, all of them for other roles. A superuser is above them anyway. */
final class NoPolicyForRole implements Rule {

    @Override
    public String id() {
        return "RLS016";
    }

    @Override
    public String title() {
        return "no-policy-for-role";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        return facts.role().superuser()
                ? Stream.empty()
                : facts.tables().stream()
                        .filter(TableFacts::rowSecurity)
                        .filter(table -> !table.policies().isEmpty())
                        .filter(table -> table.policies().applying().findAny().isEmpty())
                        .map(table -> finding(
                                Severity.HIGH,
                                table.subject(),
                                "none of the policies is for the runtime role "
                                        + facts.role().name() + ", so no tenant sees or writes any row",
                                new PolicyMending(table).create()));
    }
}
