// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Privileges on a table that its policies do not restrict. */
final class PrivilegeBeyondPolicies implements ReachRule {

    @Override
    public String id() {
        return "RLS035";
    }

    @Override
    public String title() {
        return "privilege-beyond-policies";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        Map<String, List<GrantFacts>> byTable = facts.access().grants().stream()
                .collect(Collectors.groupingBy(GrantFacts::subject, TreeMap::new, Collectors.toList()));
        return byTable.entrySet().stream().map(table -> finding(table.getKey(), table.getValue()));
    }

    private Finding finding(String table, List<GrantFacts> grants) {
        return finding(
                Severity.HIGH,
                table,
                grants.stream()
                                .map(grant -> grant.holder() + " has " + grant.privileges())
                                .collect(Collectors.joining(", "))
                        + ", which policies do not restrict: truncate deletes the rows of all tenants, references tells"
                        + " by foreign keys which values exist, and trigger runs functions when others write",
                grants.stream().flatMap(grant -> grant.revoke().stream()).toList());
    }
}
