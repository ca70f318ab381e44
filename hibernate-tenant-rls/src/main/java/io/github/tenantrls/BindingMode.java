// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/** How the tenant reaches the server, see {@link TenantRlsSettings#BINDING}. */
public enum BindingMode {
    /**
     * In the same network message as the first statement of the transaction, so that it costs no round trip; separately
     * where a statement does not allow that.
     */
    PIPELINED,
    /** Always by a statement of its own: one more round trip for each transaction. */
    SEPARATE
}
