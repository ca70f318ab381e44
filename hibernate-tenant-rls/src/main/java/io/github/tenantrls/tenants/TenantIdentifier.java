// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.UUID;

/** Makes up the identifier of a new tenant. */
final class TenantIdentifier {

    private TenantIdentifier() {}

    /**
     * A random one.
     *
     * @throws TenantRlsException if identifiers are of a type for which there is none
     */
    static Object random(RlsConfiguration configuration) {
        if (configuration.columnType() != TenantColumnType.UUID) {
            throw new TenantRlsException(configuration.owner() + ": a tenant needs an identifier, since one of type "
                    + configuration.columnType().sqlName() + " cannot be made up; call create(id, slug, name)");
        }
        return UUID.randomUUID();
    }
}
