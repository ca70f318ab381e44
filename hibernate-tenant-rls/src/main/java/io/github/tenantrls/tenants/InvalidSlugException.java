// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;

/** A text cannot be the slug of a tenant; nothing was sent to the database. */
public final class InvalidSlugException extends TenantRlsException {

    private static final long serialVersionUID = 1L;

    InvalidSlugException(String message) {
        super(message);
    }
}
