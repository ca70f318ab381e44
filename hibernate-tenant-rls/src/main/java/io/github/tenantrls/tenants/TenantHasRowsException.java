// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;

/** A tenant was not deleted, because tables have rows of it. */
public final class TenantHasRowsException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    TenantHasRowsException(String message) {
        super(message);
    }
}
