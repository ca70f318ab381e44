// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** One thing that can be wrong. Stateless. */
interface Rule {

    /** The id, which never changes its meaning: settings name it. */
    String id();

    /** A short name, in words joined by hyphens. */
    String title();

    /** All that is wrong in the sense of this rule. */
    Stream<Finding> check(CatalogFacts facts);

    /** Makes a finding of this rule. */
    default Finding finding(Severity severity, String subject, String message, List<String> mending) {
        return new Finding(id(), title(), severity, subject, message, mending);
    }
}
