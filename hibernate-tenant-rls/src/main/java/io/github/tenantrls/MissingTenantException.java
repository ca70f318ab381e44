// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** Work that needs a tenant was attempted without one; nothing was sent to the database. */
public final class MissingTenantException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public MissingTenantException(String message) {
        super(message);
    }
}
