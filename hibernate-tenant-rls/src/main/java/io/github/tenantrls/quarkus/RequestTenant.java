// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.quarkus;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The tenant of a request, which ends with it. Thread-safe. */
@RequestScoped
class RequestTenant {

    private volatile @Nullable Object tenant;

    @Nullable
    Object get() {
        return tenant;
    }

    void set(Object tenant) {
        this.tenant = tenant;
    }

    /** The tenant of the request that is active now, to be set where none is. */
    RequestTenant ofThisRequest() {
        return this;
    }
}
