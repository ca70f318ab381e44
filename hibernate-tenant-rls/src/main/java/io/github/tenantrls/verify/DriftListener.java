// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

/** Is told when what a database is found to be wrong with changes while the application runs. */
@FunctionalInterface
public interface DriftListener {

    /**
     * Takes the event, on the thread that verified. What it throws is logged, and keeps nobody else from being told.
     *
     * @param event what has changed
     */
    void drifted(DriftEvent event);
}
