// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/**
 * A foreign key between two tables of tenants that does not compare the tenant. Immutable.
 *
 * @param name its name
 * @param columns its columns, as in SQL
 * @param referenced the table it refers to, for people
 * @param acts whether it changes rows when the one referred to is deleted or changed
 * @param mending the statements that have it compare the tenant; empty if it could not be as it is then
 */
record KeyFacts(String name, String columns, String referenced, boolean acts, List<String> mending) {

    /** What to do where SQL cannot mend it as it is. */
    String advice() {
        return mending.isEmpty()
                ? "; with the tenant it could not keep its actions or its match, or the tenant columns are of different"
                        + " types, so make it again by hand, with the tenant column first on both sides"
                : "";
    }
}
