// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/**
 * A policy.
 *
 * @param name its name
 * @param permissive whether it adds rows to what is visible, and does not only take some away
 * @param applies whether it is for the role that asks
 * @param usesTenantColumn whether its expressions depend on the tenant column
 */
record PolicyFacts(String name, boolean permissive, boolean applies, boolean usesTenantColumn) {

    boolean opensToRole() {
        return permissive && applies;
    }
}
