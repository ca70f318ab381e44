// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** The least severity of a finding that refuses the start, see {@link TenantRlsSettings#VERIFICATION_FAIL_ON}. */
public enum VerificationThreshold {
    /** Only findings by which a tenant reads or changes rows of others. */
    CRITICAL,
    /** Also those by which that takes another mistake, or the application does not work. */
    HIGH,
    /** Also missing safeguards, and policies that cost more than they need to. */
    MEDIUM,
    /** Any finding. */
    LOW
}
