// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All policies of one table.
 *
 * @param all the policies, in the order of their names
 * @param owner the owner of the table
 * @param granted the commands that the role that asks has privileges for; not known where there is no policy
 */
record TablePolicies(List<PolicyFacts> all, String owner, Set<PolicyCommand> granted) {

    static final TablePolicies NONE = new TablePolicies(List.of(), "", Set.of());

    /** These and the policies of another. */
    TablePolicies plus(TablePolicies other) {
        return new TablePolicies(Stream.concat(all.stream(), other.all.stream()).toList(), owner, granted);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Stream<PolicyFacts> stream() {
        return all.stream();
    }

    Stream<PolicyFacts> applying() {
        return stream().filter(PolicyFacts::applies);
    }

    boolean has(String name) {
        return stream().anyMatch(policy -> policy.name().equals(name));
    }

    /** The permissive policies whose weakness nothing makes up for. */
    Stream<PolicyFacts> leaking() {
        Set<PolicyCommand> floored = floored(PolicyFacts::applies);
        return stream()
                .filter(PolicyFacts::opensToRole)
                .filter(policy -> policy.reach() != Reach.CURRENT_TENANT)
                .filter(policy -> policy.commands().stream()
                        .anyMatch(command ->
                                policy.covers(command) && !policy.isolates(command) && !floored.contains(command)));
    }

    /** The policies for the role that let through no rows of other tenants, or cannot for what others take away. */
    Stream<PolicyFacts> sound() {
        List<PolicyFacts> leaking = leaking().toList();
        return applying().filter(policy -> !leaking.contains(policy));
    }

    /**
     * Whether a policy that does not look at the tenant was meant for another role, whose rights the role that asks
     * inherits. Not where the same membership gives it the rows of the current tenant: that role is its own.
     */
    boolean leaksByMembership(PolicyFacts policy) {
        return policy.reach().ignoresTenant()
                && !policy.audience().direct()
                && stream()
                        .filter(PolicyFacts::opensToRole)
                        .filter(other -> other.reach() == Reach.CURRENT_TENANT)
                        .noneMatch(other -> other.audience().through().stream()
                                .anyMatch(policy.audience().through()::contains));
    }

    /** The commands for which a restrictive policy keeps some role within the rows of the current tenant. */
    Set<PolicyCommand> floored(Predicate<PolicyFacts> forRole) {
        return commands(command ->
                stream().anyMatch(policy -> !policy.permissive() && forRole.test(policy) && policy.isolates(command)));
    }

    /** The commands that some permissive policy lets the role do. */
    Set<PolicyCommand> opened() {
        return commands(command -> stream().anyMatch(policy -> policy.opensToRole() && policy.covers(command)));
    }

    /** Whether other policies let the role do, within the rows of the current tenant, all that this one is for. */
    boolean haveInsteadOf(PolicyFacts policy) {
        return policy.commands().stream()
                .allMatch(command -> stream()
                        .anyMatch(other -> !other.equals(policy) && other.opensToRole() && other.isolates(command)));
    }

    private static Set<PolicyCommand> commands(Predicate<PolicyCommand> which) {
        Set<PolicyCommand> commands = EnumSet.allOf(PolicyCommand.class);
        commands.removeIf(which.negate());
        return commands;
    }
}
