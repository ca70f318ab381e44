// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantColumnType;
import java.util.List;

/**
 * The tenant column of one table, and what serves and fills it. Immutable.
 *
 * @param type the name of its type in the catalog, of the type that it comes to where it is a domain
 * @param nullable whether a row can be without a tenant
 * @param indexed whether an index leads with it that holds all rows and serves equality
 * @param defaulted whether its default comes from the session variable or a function made by a user, or it is generated
 * @param triggered whether there is a trigger that could fill it, enabled or not
 * @param disabledTriggers the triggers that are about it and never fire
 * @param policies the policies that use it
 */
record ColumnFacts(
        String type,
        boolean nullable,
        boolean indexed,
        boolean defaulted,
        boolean triggered,
        List<String> disabledTriggers,
        List<String> policies) {

    /** Texts compare alike whatever their length is limited to; numbers of different size do not hold the same tenants. */
    boolean holds(TenantColumnType wanted) {
        return switch (wanted) {
            case UUID -> type.equals("uuid");
            case TEXT, VARCHAR -> type.equals("text") || type.equals("varchar");
            case BIGINT -> type.equals("int8");
            case INTEGER -> type.equals("int4");
        };
    }
}
