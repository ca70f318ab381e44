// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** How firmly a condition holds a policy to the rows of the current tenant; each includes those before it. */
enum Grip {
    /** Not at all, as far as it can be known. */
    NONE,
    /** It lets through no rows but those. */
    ROWS,
    /** And an index on the tenant column finds them. */
    INDEX;

    Grip or(Grip other) {
        return compareTo(other) < 0 ? this : other;
    }

    Grip and(Grip other) {
        return compareTo(other) < 0 ? other : this;
    }
}
