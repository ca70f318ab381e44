// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** That no row can be built to try with, and why; caught within the probe. */
final class NoRow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoRow(String reason) {
        super(reason);
    }

    NoRow(String reason, Throwable cause) {
        super(reason, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
