// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Which rows a policy's expression lets through. */
enum Reach {
    /** Those of the current tenant, or fewer. */
    CURRENT_TENANT,
    /** All: it is the constant true. */
    EVERYTHING,
    /** It does not look at the tenant column. */
    WITHOUT_COLUMN,
    /** It looks at the tenant column, and never at who the current tenant is. */
    WITHOUT_TENANT,
    /** Those of the tenant that another setting names. */
    OTHER_SETTING,
    /** Further ones, if another setting says so. */
    BYPASS,
    /** What another table says. */
    OTHER_TABLE,
    /** Further ones. */
    WIDER;

    /** Whether whose row it is makes no difference. */
    boolean ignoresTenant() {
        return this == EVERYTHING || this == WITHOUT_COLUMN;
    }
}
