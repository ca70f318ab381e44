// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A schema in which the application can put objects in front of those that policies and statements mean. */
final class RoleCanCreate implements ReachRule {

    @Override
    public String id() {
        return "RLS048";
    }

    @Override
    public String title() {
        return "role-can-create";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().schemas().stream()
                .filter(schema -> !schema.grants().isEmpty() || ownedByItself(schema, facts))
                .map(schema -> finding(
                        Severity.MEDIUM,
                        schema.name(),
                        "the runtime role may create objects in this schema, " + why(schema, facts)
                                + ", and so put tables and functions of its own in the place of those that statements and"
                                + " policies mean",
                        mending(schema, facts)));
    }

    /** A membership that gives it tables too is the fault of another rule. */
    private static boolean ownedByItself(SchemaFacts schema, CatalogFacts facts) {
        String owner = schema.owner();
        return owner != null
                && !facts.role().canBecomeExempt(owner)
                && (facts.role().hasName(owner)
                        || facts.access().tables().stream()
                                .noneMatch(table -> table.owner().equals(owner)));
    }

    private static String why(SchemaFacts schema, CatalogFacts facts) {
        String granted = schema.grants().stream().map(GrantFacts::holder).collect(Collectors.joining(", "));
        return (granted.isEmpty() ? "" : "by a grant to " + granted)
                + (ownedByItself(schema, facts)
                        ? (granted.isEmpty() ? "" : " and ") + "as " + schema.owner() + " owns it"
                        : "");
    }

    private static List<String> mending(SchemaFacts schema, CatalogFacts facts) {
        List<String> statements = new ArrayList<>();
        schema.grants().forEach(grant -> statements.addAll(grant.revoke()));
        String owner = schema.owner();
        if (owner != null && ownedByItself(schema, facts)) {
            statements.addAll(giveUp(schema, owner, facts.role()));
        }
        return statements;
    }

    private static List<String> giveUp(SchemaFacts schema, String owner, RoleFacts role) {
        if (!role.hasName(owner)) {
            return role.leave(owner);
        }
        FitOwner other = FitOwner.of(schema.otherOwners(), schema.name(), role);
        return other.then(Stream.of(
                "alter schema " + quote(schema.name()) + " owner to " + quote(other.name()),
                "grant usage on schema " + quote(schema.name()) + " to " + quote(role.name())));
    }
}
