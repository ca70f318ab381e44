// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.stream.Stream;

/** A copy of rows that has no policies. */
final class MaterializedViewReadable implements ReachRule {

    private static final String READS_ALL = "pg_read_all_data";

    @Override
    public String id() {
        return "RLS030";
    }

    @Override
    public String title() {
        return "materialized-view-readable";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().materializedViews().stream()
                .map(view -> finding(
                        Severity.HIGH,
                        view.subject(),
                        "the materialized view holds rows of " + String.join(", ", view.tables())
                                + " and can have no policy, so every tenant reads those of all that were there when it"
                                + " was refreshed",
                        view.grants().stream()
                                .flatMap(grant -> revoking(grant, facts.role()).stream())
                                .toList()));
    }

    /** What a role of the server's own has, nobody granted it. */
    private static List<String> revoking(GrantFacts grant, RoleFacts role) {
        return READS_ALL.equals(grant.grantee()) ? role.leave(READS_ALL) : grant.revoke();
    }
}
