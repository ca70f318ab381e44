// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link TenantRlsSettings#VERIFICATION_IGNORE} and the baseline accept. Immutable. */
final class AcceptedFindings {

    private final Set<String> ignored;
    private final Baseline baseline;

    /**
     * Reads the setting.
     *
     * @throws TenantRlsException if it names a rule that does not exist: what it was to accept would be found
     */
    AcceptedFindings(RlsConfiguration configuration, Baseline baseline) {
        this.ignored = configuration.verificationIgnore();
        this.baseline = baseline;
        Set<String> known = known().collect(Collectors.toSet());
        if (!ignored.stream().map(AcceptedFindings::rule).allMatch(known::contains)) {
            throw new TenantRlsException(configuration.owner() + ": "
                    + TenantRlsSettings.VERIFICATION_IGNORE + " names a rule that does not exist; accepted are "
                    + known().collect(Collectors.joining(", "))
                    + ", each alone or for one table as in RLS003:public.project");
        }
    }

    private static Stream<String> known() {
        return Stream.concat(Rules.ids(), Stream.of(ProbeFinding.ID));
    }

    /**
     * What of the findings is left, and what is accepted.
     *
     * @param findings all that was found
     * @param today the day for which expiry dates are judged
     */
    Judgement judge(List<Finding> findings, LocalDate today) {
        List<Finding> left = new ArrayList<>();
        List<AcceptedFinding> accepted = new ArrayList<>();
        for (Finding finding : findings) {
            Optional<Baseline.Entry> entry = entry(finding);
            if (isIgnored(finding)) {
                accepted.add(new AcceptedFinding(finding, TenantRlsSettings.VERIFICATION_IGNORE, null));
            } else if (entry.isEmpty()) {
                left.add(finding);
            } else if (entry.get().until().isBefore(today)) {
                left.add(expired(finding, entry.get()));
            } else {
                accepted.add(new AcceptedFinding(
                        finding, entry.get().reason(), entry.get().until()));
            }
        }
        return new Judgement(left, accepted, obsolete(findings));
    }

    private Optional<Baseline.Entry> entry(Finding finding) {
        return baseline.entries().stream()
                .filter(entry -> entry.accepts(finding))
                .findFirst();
    }

    private List<Baseline.Entry> obsolete(List<Finding> findings) {
        return baseline.entries().stream()
                .filter(entry -> findings.stream().noneMatch(entry::accepts))
                .toList();
    }

    private Finding expired(Finding finding, Baseline.Entry entry) {
        return new Finding(
                finding.rule(),
                finding.name(),
                finding.severity(),
                finding.subject(),
                finding.message() + " (its entry in " + baseline.name() + " expired on " + entry.until() + ")",
                finding.mending());
    }

    boolean isIgnored(Finding finding) {
        return ignored.contains(finding.rule()) || ignored.contains(finding.rule() + ":" + finding.subject());
    }

    private static String rule(String entry) {
        int colon = entry.indexOf(':');
        return colon < 0 ? entry : entry.substring(0, colon);
    }

    /**
     * What has become of the findings.
     *
     * @param findings what is left
     * @param accepted what is accepted
     * @param obsolete what would be accepted, but was not found
     */
    record Judgement(List<Finding> findings, List<AcceptedFinding> accepted, List<Baseline.Entry> obsolete) {}
}
