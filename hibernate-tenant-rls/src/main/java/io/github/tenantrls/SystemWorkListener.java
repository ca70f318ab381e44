// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

/**
 * Is told of each use of the system identity, for an audit trail or a metric; see {@link
 * TenantContext#addSystemWorkListener}.
 */
@FunctionalInterface
public interface SystemWorkListener {

    /**
     * Called when the work has ended, on the thread that did it, with the tenant that was set before.
     *
     * <p>What it throws is logged and changes nothing for the work.
     *
     * @param work what was done
     */
    void ended(SystemWork work);
}
