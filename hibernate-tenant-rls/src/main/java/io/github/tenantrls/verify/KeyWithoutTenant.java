// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A foreign key by which a row of one tenant can refer to a row of another. */
final class KeyWithoutTenant implements TableRule {

    @Override
    public String id() {
        return "RLS027";
    }

    @Override
    public String title() {
        return "foreign-key-without-tenant";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.structure().keys().stream()
                .filter(key -> !key.acts())
                .map(key -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the foreign key " + key.name() + " (" + key.columns() + ") to " + key.referenced()
                                + " does not compare the tenant, so a tenant can refer to a row of another, which that"
                                + " one cannot delete then"
                                + key.advice(),
                        key.mending()));
    }
}
