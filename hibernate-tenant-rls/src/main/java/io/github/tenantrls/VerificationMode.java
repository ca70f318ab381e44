// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** What the verification at the start leads to, see {@link TenantRlsSettings#VERIFICATION}. */
public enum VerificationMode {
    /** The start is refused with {@link IsolationException} if anything is found that is bad enough. */
    FAIL,
    /** Findings are logged as warnings; the application starts, and may leak. */
    WARN,
    /** Nothing is verified. */
    OFF
}
