// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.internal.RlsConfiguration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The findings that {@link TenantRlsSettings#VERIFICATION_IGNORE} accepts. Immutable. */
final class AcceptedFindings {

    private final Set<String> entries;

    /**
     * Reads the setting.
     *
     * @throws TenantRlsException if it names a rule that does not exist: what it was to accept would be found
     */
    AcceptedFindings(RlsConfiguration configuration) {
        entries = configuration.verificationIgnore();
        Set<String> known = known().collect(Collectors.toSet());
        if (!entries.stream().map(AcceptedFindings::rule).allMatch(known::contains)) {
            throw new TenantRlsException("Persistence unit " + configuration.unit() + ": "
                    + TenantRlsSettings.VERIFICATION_IGNORE + " names a rule that does not exist; accepted are "
                    + known().collect(Collectors.joining(", "))
                    + ", each alone or for one table as in RLS003:public.project");
        }
    }

    private static Stream<String> known() {
        return Stream.concat(Rules.ids(), Stream.of(ProbeFinding.ID));
    }

    boolean contains(Finding finding) {
        return entries.contains(finding.rule()) || entries.contains(finding.rule() + ":" + finding.subject());
    }

    private static String rule(String entry) {
        int colon = entry.indexOf(':');
        return colon < 0 ? entry : entry.substring(0, colon);
    }
}
