// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A rule that looks at one table after the other, as far as they exist. */
interface TableRule extends Rule {

    /** What is wrong with a table that exists. */
    Stream<Finding> check(TableFacts table);

    @Override
    default Stream<Finding> check(CatalogFacts facts) {
        return facts.tables().stream().filter(TableFacts::exists).flatMap(this::check);
    }
}
