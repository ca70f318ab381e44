// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import io.github.tenantrls.schema.TenantTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is proposed for a table, and why. Immutable.
 *
 * @param table the table, with its schema, and the tenant column that it has or would have
 * @param scope whose its rows are
 * @param reason why, for people
 * @param certain whether something says so; otherwise a person should look at it
 * @param source which tenant the rows belong to that have none, or {@code null} if nothing tells or the column is there
 */
public record TableProposal(
        TenantTable table,
        TableScope scope,
        String reason,
        boolean certain,
        @Nullable FillSource source) {

    /**
     * Which tenant the rows belong to that have none.
     *
     * @return the source, if something tells
     */
    public Optional<FillSource> fill() {
        return Optional.ofNullable(source);
    }

    /** The same, decided by a person. */
    TableProposal as(TableScope chosen) {
        return chosen == scope
                ? new TableProposal(table, scope, reason, true, source)
                : new TableProposal(table, chosen, "you said so", true, null);
    }
}
