// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A foreign key by which deleting or changing a row of one tenant changes rows of another. */
final class KeyActsAcrossTenants implements TableRule {

    @Override
    public String id() {
        return "RLS028";
    }

    @Override
    public String title() {
        return "foreign-key-acts-across-tenants";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.structure().keys().stream()
                .filter(KeyFacts::acts)
                .map(key -> finding(
                        Severity.CRITICAL,
                        table.subject(),
                        "the foreign key " + key.name() + " (" + key.columns() + ") to " + key.referenced()
                                + " does not compare the tenant but acts on what refers, so a tenant that deletes or"
                                + " changes a row deletes or changes rows of others"
                                + key.advice(),
                        key.mending()));
    }
}
