// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

/** A unit of work thinks better of it, and rolls back. */
final class Abandoned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Abandoned() {
        super("rolled back on purpose");
    }
}
