// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** A tenant is suspended, and so nothing can be done for it. */
public final class SuspendedTenantException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public SuspendedTenantException(String message) {
        super(message);
    }
}
