// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The findings of a verification are other ones than those of the verification before. Immutable.
 *
 * @param previous the report before
 * @param current the report now
 * @param added the findings that were not there before, worst first
 * @param removed the findings that are gone, or accepted by now
 */
public record DriftEvent(
        VerificationReport previous, VerificationReport current, List<Finding> added, List<Finding> removed) {

    /**
     * Creates an event.
     *
     * @param previous the report before
     * @param current the report now
     * @param added the findings that were not there before
     * @param removed the findings that are gone
     */
    public DriftEvent {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    static DriftEvent between(VerificationReport previous, VerificationReport current) {
        return new DriftEvent(
                previous,
                current,
                without(current.findings(), previous.findings()),
                without(previous.findings(), current.findings()));
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    private static List<Finding> without(List<Finding> findings, List<Finding> others) {
        Set<Finding> known = new HashSet<>(others);
        return findings.stream().filter(finding -> !known.contains(finding)).toList();
    }
}
