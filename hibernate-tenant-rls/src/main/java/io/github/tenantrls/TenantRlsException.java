// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything this library throws on its own account; the message says what happened, why, and what to do.
 *
 * <p>Errors of the database are not wrapped in it: they arrive as Hibernate or the driver reports them, with their
 * SQLSTATE.
 */
public class TenantRlsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what happened, why, and what to do
     */
    public TenantRlsException(String message) {
        super(message);
    }

    /**
     * Creates an exception with its cause.
     *
     * @param message what happened, why, and what to do
     * @param cause what led to it, or {@code null}
     */
    public TenantRlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
