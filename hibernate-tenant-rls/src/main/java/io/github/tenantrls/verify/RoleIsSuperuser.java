// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/** The application logs in as a superuser. */
final class RoleIsSuperuser implements Rule {

    @Override
    public String id() {
        return "RLS005";
    }

    @Override
    public String title() {
        return "superuser";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        String role = facts.role().name();
        return facts.role().superuser()
                ? Stream.of(finding(
                        Severity.CRITICAL,
                        role,
                        "the runtime role is a superuser, to whom no policy ever applies; have the application log in as another role, or"
                                + " take it away from this one",
                        List.of("alter role " + SqlName.quote(role) + " nosuperuser")))
                : Stream.empty();
    }
}
