// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Locale;

/**
 * What trying it out showed for one table. Immutable.
 *
 * @param table the table as {@code schema.table}
 * @param outcome whether it isolates the tenants
 * @param reasons what crossed from tenant to tenant, or what could not be tried and why; empty if it is proved
 */
public record ProbeResult(String table, ProbeOutcome outcome, List<String> reasons) {

    /**
     * Creates a result.
     *
     * @param table the table
     * @param outcome whether it isolates the tenants
     * @param reasons what crossed, or what could not be tried
     */
    public ProbeResult {
        reasons = List.copyOf(reasons);
    }

    /**
     * The result in one line.
     *
     * @return for example {@code public.item: refuted, because rows are visible for another tenant}
     */
    @Override
    public String toString() {
        String text = table + ": " + word();
        return reasons.isEmpty() ? text : text + ", because " + String.join("; ", reasons);
    }

    /** The outcome as people write it. */
    String word() {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
