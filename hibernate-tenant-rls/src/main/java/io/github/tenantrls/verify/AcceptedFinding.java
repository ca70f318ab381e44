// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A finding that is known, and keeps no application from starting. Immutable.
 *
 * @param finding what was found
 * @param reason why it is accepted: what the baseline says, or the name of the setting that accepts it
 * @param until the last day on which it is accepted; {@code null} if that is without end
 */
public record AcceptedFinding(
        Finding finding, String reason, @Nullable LocalDate until) {

    /**
     * The finding and why it is accepted, in one line.
     *
     * @return for example {@code RLS026 .. (accepted until 2027-01-31: ticket 123)}
     */
    @Override
    public String toString() {
        return finding + " (accepted" + (until == null ? "" : " until " + until) + ": " + Visible.text(reason) + ")";
    }
}
