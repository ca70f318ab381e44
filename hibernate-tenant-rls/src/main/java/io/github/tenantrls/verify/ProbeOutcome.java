// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** What trying it out showed for one table. */
public enum ProbeOutcome {
    /** Rows were there to be seen, and no tenant but their own saw, changed, deleted, inserted or moved them. */
    PROVED,
    /** At least one attempt to cross from tenant to tenant succeeded. */
    REFUTED,
    /** No attempt succeeded, but not all could be made. */
    NOT_PROVABLE
}
