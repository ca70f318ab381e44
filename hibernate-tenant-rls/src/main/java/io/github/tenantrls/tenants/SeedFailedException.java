// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;

/** One of several tenants could not be created, and so none was; the cause says why. */
public final class SeedFailedException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /** Which one it was, from 0. */
    private final int position;

    /** Why it could not be created. */
    private final TenantRlsException reason;

    SeedFailedException(int position, TenantRlsException cause) {
        super("No tenant was created, because of number " + (position + 1) + ": " + cause.getMessage(), cause);
        this.position = position;
        this.reason = cause;
    }

    /**
     * Which one it was.
     *
     * @return its position in what was given, from 0
     */
    public int position() {
        return position;
    }

    /**
     * Why it could not be created.
     *
     * @return the cause
     */
    public TenantRlsException reason() {
        return reason;
    }
}
