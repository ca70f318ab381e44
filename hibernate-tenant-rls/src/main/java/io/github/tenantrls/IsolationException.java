// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** The database would not isolate the tenants, so the start of the application was refused. */
public final class IsolationException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, why, and what to do
     */
    public IsolationException(String message) {
        super(message);
    }
}
