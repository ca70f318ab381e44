// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables to come, open to roles that see no row of those that are there. */
final class DefaultPrivileges implements Rule {

    @Override
    public String id() {
        return "RLS044";
    }

    @Override
    public String title() {
        return "default-privileges";
    }

    @Override
    public Stream<Finding> check(CatalogFacts facts) {
        Map<String, List<DefaultGrantFacts>> byCreator = facts.access().defaults().stream()
                .collect(Collectors.groupingBy(DefaultGrantFacts::creator, LinkedHashMap::new, Collectors.toList()));
        return byCreator.entrySet().stream().map(creator -> finding(creator.getKey(), creator.getValue()));
    }

    private Finding finding(String creator, List<DefaultGrantFacts> grants) {
        String grantees = grants.stream()
                .map(grant -> grant.grantee() == null ? "PUBLIC" : grant.grantee())
                .distinct()
                .collect(Collectors.joining(", "));
        return finding(
                Severity.MEDIUM,
                creator,
                "default privileges open each new table of this role to " + grantees
                        + ", to whom no policy of the present tables is given, so a new one shows the rows of all tenants"
                        + " until it has policies",
                grants.stream().map(DefaultGrantFacts::revoke).toList());
    }
}
