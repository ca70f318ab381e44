// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantColumnType;

/** Takes identifiers as they are stated. Immutable. */
record IdentifierLookup(TenantColumnType type) implements TenantLookup {

    @Override
    public Object find(String stated) {
        try {
            return type.normalize(stated);
        } catch (InvalidTenantException e) {
            throw Refused.malformed("it is no identifier of type " + type.sqlName(), e);
        }
    }
}
