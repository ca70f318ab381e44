// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known before tables are proposed. Immutable.
 *
 * @param schemas the schemas to look at; the first is that of tables whose mapping names none
 * @param column the name of the tenant column, or {@code null} to look for one
 * @param scoped names of tables, as in SQL, that are tenant-scoped in any case; without a schema in the first
 * @param global names of tables that are global in any case
 * @param tenant the tenant to which the rows belong that are there, or {@code null} if nobody says
 */
public record ProposalOptions(
        List<String> schemas,
        @Nullable String column,
        List<String> scoped,
        List<String> global,
        @Nullable String tenant) {

    /** The schema {@code public}, and nothing else known. */
    public static final ProposalOptions DEFAULT =
            new ProposalOptions(List.of("public"), null, List.of(), List.of(), null);

    /**
     * Creates options.
     *
     * @param schemas the schemas to look at
     * @param column the name of the tenant column, or {@code null}
     * @param scoped names of tables that are tenant-scoped in any case
     * @param global names of tables that are global in any case
     * @param tenant the tenant of the rows that are there, or {@code null}
     */
    public ProposalOptions {
        schemas = List.copyOf(schemas);
        scoped = List.copyOf(scoped);
        global = List.copyOf(global);
    }
}
