// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** The role that is logged in as lacks a privilege that a migration needs; the message says which, and what to do. */
public final class MissingPrivilegeException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     * @param cause what the server said, or {@code null} if it was seen before it was tried
     */
    public MissingPrivilegeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
