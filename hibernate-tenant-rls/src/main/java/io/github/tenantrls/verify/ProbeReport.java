// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What trying it out showed, for all tables of tenant-scoped entities; where the attempts could not be carried through
 * there is no report. Immutable.
 *
 * @param unit the name of the persistence unit
 * @param results one for each table
 * @param role the role that the connection was logged in as, for which the results hold
 * @param serverVersion the version of the server
 * @param duration how long it took
 */
public record ProbeReport(
        String unit, List<ProbeResult> results, String role, String serverVersion, Duration duration) {

    /**
     * Creates a report.
     *
     * @param unit the name of the persistence unit
     * @param results one for each table
     * @param role the role that the connection was logged in as
     * @param serverVersion the version of the server
     * @param duration how long it took
     */
    public ProbeReport {
        results = List.copyOf(results);
    }

    /**
     * Whether every table was proved to isolate the tenants.
     *
     * @return false if a table was refuted or could not be proved
     */
    public boolean isProved() {
        return of(ProbeOutcome.PROVED).size() == results.size();
    }

    /**
     * The tables with one outcome.
     *
     * @param outcome the outcome
     * @return their results, in the order of {@link #results()}
     */
    public List<ProbeResult> of(ProbeOutcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).toList();
    }

    /**
     * All results, one line each.
     *
     * @return several lines, the first of which sums it up
     */
    @Override
    public String toString() {
        return results.stream().map(result -> "\n  " + result).collect(Collectors.joining("", summary(), ""));
    }

    /** All of it in one sentence. */
    String summary() {
        return of(ProbeOutcome.PROVED).size() + " of " + results.size()
                + " tenant-scoped tables of " + unit + " proved to isolate, "
                + of(ProbeOutcome.REFUTED).size() + " refuted, "
                + of(ProbeOutcome.NOT_PROVABLE).size() + " not provable, tried as role " + role + " on PostgreSQL "
                + serverVersion + ", in " + duration.toMillis() + " ms";
    }
}
