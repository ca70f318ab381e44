// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** A value is no tenant identifier, or the tenant column cannot hold it; nothing was sent to the database. */
public final class InvalidTenantException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public InvalidTenantException(String message) {
        super(message);
    }
}
