// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

/** Is told how {@link ForEachTenant} gets on. */
@FunctionalInterface
public interface ForEachListener {

    /**
     * Called each time that the work for a tenant has ended, well or not; by one thread at a time, which goes on with the
     * next tenant when this returns, and with no tenant set.
     *
     * <p>What it throws is logged and changes nothing for the run.
     *
     * @param progress how far the run is
     * @param run the run, to {@linkplain ForEachRun#cancel() cancel} it; waiting for its end here would last for ever
     */
    void progressed(ForEachProgress progress, ForEachRun run);
}
