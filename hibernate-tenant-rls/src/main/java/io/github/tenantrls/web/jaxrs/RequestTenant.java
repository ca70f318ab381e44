// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.web.jaxrs;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The property of a request that says for whom it is handled; no client can guess its name, nor send such a value. */
final class RequestTenant {

    static final String PROPERTY = RequestTenant.class.getName() + '.' + UUID.randomUUID();

    private RequestTenant() {}

    static TenantSnapshot of(Optional<Object> tenant) {
        return tenant.map(found -> TenantContext.callAs(found, TenantContext::snapshot))
                .orElse(TenantSnapshot.none());
    }

    /** By what to work, given the property's value: without a tenant before one was looked for. */
    static TenantSnapshot from(@Nullable Object property) {
        return property instanceof TenantSnapshot found ? found : TenantSnapshot.none();
    }
}
