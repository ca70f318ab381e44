// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** A tenant was not created, because another has its identifier or its slug. */
public final class DuplicateTenantException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    DuplicateTenantException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
