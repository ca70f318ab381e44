// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function in a policy that the server must call for every row, or that the runtime role could replace. A stable one of
 * another owner is as good as its body.
 */
final class FunctionInPolicy implements PolicyRule {

    @Override
    public String id() {
        return "RLS045";
    }

    @Override
    public String title() {
        return "function-in-policy";
    }

    @Override
    public Stream<PolicyFacts> candidates(TablePolicies policies) {
        return policies.sound();
    }

    /** Where the runtime role has the rights of the table's owner, it could as well replace the policy. */
    @Override
    public Stream<Finding> check(TableFacts table, PolicyFacts policy) {
        return policy.scope().functions().stream()
                .filter(function -> function.changing() || function.replaceable() && !table.owned())
                .map(function -> finding(
                        Severity.MEDIUM,
                        table.subject(),
                        "the policy " + policy.name() + " calls " + function.signature() + ", which "
                                + (function.replaceable() && !table.owned()
                                        ? "the runtime role can replace, so injected SQL can make every tenant the"
                                                + " current one"
                                        : "is volatile, so it is called for every row and no index is used"),
                        mending(table, policy, function)));
    }

    private static List<String> mending(TableFacts table, PolicyFacts policy, FunctionFacts function) {
        if (function.replaceable() && !table.owned()) {
            String owner = "alter function " + function.signature() + " owner to "
                    + SqlName.quote(table.policies().owner());
            return function.changing() ? List.of(owner, stable(function)) : List.of(owner);
        }
        if (function.couldBeStable()) {
            return List.of(stable(function));
        }
        // what a restrictive policy takes away besides is for its author to say
        return policy.permissive() ? new PolicyMending(table).overwrite(policy) : List.of();
    }

    private static String stable(FunctionFacts function) {
        return "alter function " + function.signature() + " stable";
    }
}
