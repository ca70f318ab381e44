// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a verification found, complete: where the catalog could not be read there is no report. Immutable.
 *
 * @param unit the name of the persistence unit
 * @param findings what is wrong, worst first; without those that the settings accept
 * @param tables the tables that were checked, as {@code schema.table}
 * @param role the role that the connection was logged in as, for which the findings hold
 * @param serverVersion the version of the server
 * @param duration how long it took
 */
public record VerificationReport(
        String unit,
        List<Finding> findings,
        List<String> tables,
        String role,
        String serverVersion,
        Duration duration) {

    /**
     * Creates a report.
     *
     * @param unit the name of the persistence unit
     * @param findings what is wrong
     * @param tables the tables that were checked
     * @param role the role that the connection was logged in as
     * @param serverVersion the version of the server
     * @param duration how long it took
     */
    public VerificationReport {
        findings = List.copyOf(findings);
        tables = List.copyOf(tables);
    }

    /**
     * Whether nothing was found.
     *
     * @return true if there are no findings
     */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /**
     * Everything a developer needs to act on it: each finding with its subject and the SQL that mends it.
     *
     * @return several lines, the first of which sums it up
     */
    @Override
    public String toString() {
        String summary = count(findings.size(), "finding") + " in " + count(tables.size(), "table")
                + " of tenant-scoped entities in persistence unit " + unit + ", seen as role " + role
                + " on PostgreSQL " + serverVersion + ", in " + duration.toMillis() + " ms";
        return findings.stream().map(VerificationReport::lines).collect(Collectors.joining("", summary, ""));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String lines(Finding finding) {
        return finding.mending().stream()
                .map(statement -> "\n    " + statement + ";")
                .collect(Collectors.joining("", "\n  " + finding, ""));
    }
}
