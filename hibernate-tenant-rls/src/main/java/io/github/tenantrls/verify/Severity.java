// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** How bad a {@link Finding} is; from worst to mildest. */
public enum Severity {
    /** A tenant can read or change rows of others, or whether it can is not known. */
    CRITICAL,
    /** A tenant can do so under circumstances that are easily met, or the application does not work. */
    HIGH,
    /** A safeguard is missing, or the isolation costs more than it needs to. */
    MEDIUM,
    /** Could be stricter. */
    LOW
}
