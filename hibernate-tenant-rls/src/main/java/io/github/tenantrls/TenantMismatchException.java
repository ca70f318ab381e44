// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** A session opened for one tenant was used while {@link TenantContext} names another; nothing was sent. */
public final class TenantMismatchException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public TenantMismatchException(String message) {
        super(message);
    }
}
