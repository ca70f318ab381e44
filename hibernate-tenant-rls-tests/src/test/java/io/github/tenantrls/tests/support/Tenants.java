// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.util.UUID;

/** The tenants of all tests. */
public final class Tenants {

    public static final UUID A = UUID.fromString("aaaaaaaa-0000-4000-8000-00000000000a");
    public static final UUID B = UUID.fromString("bbbbbbbb-0000-4000-8000-00000000000b");
    public static final UUID C = UUID.fromString("cccccccc-0000-4000-8000-00000000000c");

    /** Owns rows, but no test ever works for it: whoever sees a row of it sees too much. */
    public static final UUID NOBODY = UUID.fromString("dddddddd-0000-4000-8000-00000000dead");

    private Tenants() {}
}
