// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** A tenant is not in the table of the tenants. */
public final class UnknownTenantException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public UnknownTenantException(String message) {
        super(message);
    }
}
