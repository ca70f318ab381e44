// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;

/** What may be the name of a tenant for people. */
final class TenantName {

    private static final int MAX = 255;

    private TenantName() {}

    /**
     * Refuses what is none.
     *
     * @throws TenantRlsException if it is none, without repeating it
     */
    static String checked(String name) {
        if (name.isBlank() || name.length() > MAX || name.indexOf('\0') >= 0) {
            throw new TenantRlsException("This cannot be the name of a tenant, since it is blank, longer than " + MAX
                    + " characters, or has a NUL character; give another");
        }
        return name;
    }
}
