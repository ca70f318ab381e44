// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.TenantRlsException;
import org.jspecify.annotations.Nullable;

/** A migration was ended by whoever ran it; the message says how far it got, and the next run goes on from there. */
public final class MigrationCancelledException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     * @param cause what the statement at work was ended with, or {@code null}
     */
    public MigrationCancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
