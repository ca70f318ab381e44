// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** The application logs in as a role that is exempt from policies. */
final class RoleBypassesRls implements Rule {

    @Override
    public String id() {
        return "RLS006";
    }

    @Override
    public String title() {
        return "bypassrls";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        String role = facts.role().name();
        return facts.role().bypassesRls()
                ? Stream.of(finding(
                        Severity.CRITICAL,
                        role,
                        "the runtime role has BYPASSRLS, so no policy applies to it; have the application log in as another role, or take"
                                + " it away from this one",
                        List.of("alter role " + SqlName.quote(role) + " nobypassrls")))
                : Stream.empty();
    }
}
