// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.stream.Stream;

/** A rule about privileges. A superuser has them all, which one rule says for all of them. */
interface ReachRule extends Rule {

    /** What is wrong with the privileges of a role that is no superuser. */
    Stream<Finding> reach(CatalogFacts facts);

    @Override
    default Stream<Finding> check(CatalogFacts facts) {
        return facts.role().superuser() ? Stream.empty() : reach(facts);
    }
}
