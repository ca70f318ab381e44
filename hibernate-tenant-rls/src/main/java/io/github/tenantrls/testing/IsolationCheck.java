// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManagerFactory;
import java.util.Set;

/** Requires of a factory that its database isolates the tenants, and that its role is one to tell that by. */
final class IsolationCheck {

    private final EntityManagerFactory factory;
    private final RlsVerifier verifier;
    private final Set<String> notProvable;

    /**
     * Prepares the check.
     *
     * @param notProvable the tables that need not be proved by trying
     */
    IsolationCheck(EntityManagerFactory factory, Set<String> notProvable) {
        this.factory = factory;
        this.verifier = RlsVerifier.of(factory);
        this.notProvable = notProvable;
    }

    /**
     * Requires all of it.
     *
     * @throws AssertionError if something is wrong, with what to do
     */
    void require() {
        if (verifier.tables().isEmpty()) {
            throw new AssertionError(
                    "No entity of the persistence unit is @TenantScoped, so there is nothing that isolates"
                            + " tenants; annotate the entities whose rows belong to tenants, or leave this extension out");
        }
        RuntimeRole.of(factory, verifier.tables()).requireRestricted();
        VerificationReport report = verifier.verify();
        if (!report.isClean()) {
            throw new AssertionError("The schema of the tests does not isolate the tenants; correct the migrations that"
                    + " make it, for example by the SQL below\n" + report);
        }
        requireProved(verifier.probe());
    }

    private void requireProved(ProbeReport report) {
        if (!verifier.refuted(report).isEmpty()) {
            throw new AssertionError(
                    "The schema of the tests does not isolate the tenants, as was tried out; correct the"
                            + " policies of the tables that are refuted below in the migrations that make them\n"
                            + report);
        }
        boolean unproved =
                report.of(ProbeOutcome.NOT_PROVABLE).stream().anyMatch(result -> !notProvable.contains(result.table()));
        if (unproved) {
            throw new AssertionError("That tables isolate the tenants could not be tried out; remove the reasons given"
                    + " below, or accept the tables by allowingNotProvable(\"schema.table\")\n" + report);
        }
    }
}
