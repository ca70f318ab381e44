// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A partition or inheritance child, or a parent, by which rows are reached past the policies of their table. */
final class ChildUnprotected implements TableRule {

    @Override
    public String id() {
        return "RLS031";
    }

    @Override
    public String title() {
        return "child-unprotected";
    }

    @Override
    public Stream<Finding> check(TableFacts table) {
        return table.structure().children().stream()
                .filter(child -> !child.foreign() && !child.isProtected())
                .map(child -> finding(
                        Severity.HIGH,
                        child.displayName(),
                        (child.above() ? "it shows the rows of " : "it holds rows of ") + table.subject()
                                + " and the runtime role may reach it by its own name,"
                                + " for which the policies of " + table.subject() + " do not hold, and it has none of"
                                + " its own in force that would keep tenants apart",
                        mending(child, table.ddlOf(child))));
    }

    private static List<String> mending(ChildFacts child, TenantTableDdl ddl) {
        if (!child.hasTenantColumn()) {
            return child.revoking();
        }
        List<String> policies =
                new ArrayList<>(child.policies().stream().map(PolicyFacts::name).toList());
        List<String> statements = new ArrayList<>();
        child.wide().forEach(policy -> {
            statements.add(ddl.dropPolicy(policy));
            policies.remove(policy);
        });
        if (!child.isIsolated()) {
            if (policies.contains(TenantTableDdl.POLICY)) {
                statements.add(ddl.dropPolicy(TenantTableDdl.POLICY));
            }
            statements.add(ddl.createPolicy());
        }
        if (!policies.contains(TenantTableDdl.FLOOR)) {
            statements.addAll(ddl.createRuntimeFloor());
        }
        statements.add(ddl.enable());
        statements.add(ddl.force());
        return statements;
    }
}
