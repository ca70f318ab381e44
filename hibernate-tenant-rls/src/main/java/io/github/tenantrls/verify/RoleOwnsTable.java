// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import static io.github.tenantrls.internal.SqlName.quote;

import java.util.List;
import java.util.stream.Stream;

/** A table whose owner the application is, or can act as. */
final class RoleOwnsTable implements ReachRule {

    @Override
    public String id() {
        return "RLS008";
    }

    @Override
    public String title() {
        return "role-owns-table";
    }

    @Override
    public Stream<Finding> reach(CatalogFacts facts) {
        return facts.access().tables().stream()
                .filter(table -> owns(table.owner(), facts.role()))
                .map(table -> finding(
                        Severity.HIGH,
                        table.subject(),
                        "the runtime role " + facts.role().name()
                                + (facts.role().hasName(table.owner())
                                        ? " owns the table"
                                        : " is a member of " + table.owner() + ", which owns the table,")
                                + " and so can switch its row-level security off and drop its policies",
                        mending(table, facts.role())));
    }

    /** Whether the role has the rights of an owner, and not only because it can get the rights of all. */
    static boolean owns(String owner, RoleFacts role) {
        return role.canActAs(owner) && !role.canBecomeExempt(owner);
    }

    private static List<String> mending(OwnerFacts table, RoleFacts role) {
        if (!role.hasName(table.owner())) {
            return role.leave(table.owner());
        }
        FitOwner owner = FitOwner.of(table.otherOwners(), table.schema(), role);
        Stream<String> handOver = Stream.of(
                "alter table " + table.sqlName() + " owner to " + quote(owner.name()),
                "grant select, insert, update, delete on table " + table.sqlName() + " to " + quote(role.name()));
        Stream<String> sequences = table.serials().stream()
                .map(sequence -> "grant usage, select on sequence " + sequence + " to " + quote(role.name()));
        return owner.then(Stream.concat(handOver, sequences));
    }
}
