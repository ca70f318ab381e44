// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** Another migration is at work, or a step did not get its locks in any of its attempts. */
public final class MigrationLockedException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     * @param cause what the server said, or {@code null} if another migration is at work
     */
    public MigrationLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
