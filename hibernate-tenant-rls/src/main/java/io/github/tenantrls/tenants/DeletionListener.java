// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/** Is told how far the deletion of a tenant's rows is. */
@FunctionalInterface
public interface DeletionListener {

    /**
     * Called on the thread that deletes, with no tenant set, after each transaction that deleted rows. What it throws ends the
     * deletion, which the next call takes up again.
     *
     * @param progress how far it is
     */
    void deleted(DeletionProgress progress);
}
