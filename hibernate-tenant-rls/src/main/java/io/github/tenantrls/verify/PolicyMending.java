// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.internal.SqlName;
import io.github.tenantrls.schema.TenantTableDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SQL that mends the policies of one table. Where several findings are mended one after the other, each still runs:
 * what one drops, no other alters.
 */
final class PolicyMending {

    private final TableFacts table;
    private final String condition;

    PolicyMending(TableFacts table) {
        this.table = table;
        this.condition = table.ddl().condition();
    }

    /** Gives the role the library's own policies; for tables whose policies do not let it do anything. */
    List<String> create() {
        List<String> creating = table.ddl().createPolicies();
        List<String> statements = new ArrayList<>(table.addingColumn());
        Stream.of(TenantTableDdl.POLICY, TenantTableDdl.FLOOR, TenantTableDdl.SYSTEM)
                .filter(table.policies()::has)
                .filter(policy -> creating.stream().anyMatch(sql -> sql.startsWith("create policy " + policy + " on ")))
                .map(table.ddl()::dropPolicy)
                .forEach(statements::add);
        statements.addAll(creating);
        return statements;
    }

    /** Makes policies for single commands, under names that are free. */
    List<String> create(Stream<PolicyCommand> commands) {
        return commands.map(command -> "create policy " + SqlName.quote(freeName("tenant_" + command.sql())) + " on "
                        + name() + " for " + command.sql()
                        + (command.touchesRows() ? " using " + condition : "")
                        + (command.writesRows() ? " with check " + condition : ""))
                .toList();
    }

    private String freeName(String name) {
        return table.policies().has(name) ? freeName(name + "_") : name;
    }

    /** Drops a policy, if others do what it should, or else has it show the rows of the current tenant alone. */
    List<String> replace(PolicyFacts policy) {
        if (table.policies().haveInsteadOf(policy)) {
            return List.of(table.ddl().dropPolicy(policy.name()));
        }
        boolean first =
                table.policies().leaking().findFirst().filter(policy::equals).isPresent();
        return Stream.of(first ? table.addingColumn() : List.<String>of(), overwrite(policy))
                .flatMap(List::stream)
                .toList();
    }

    /** Has a policy show and accept the rows of the current tenant, and no others. */
    List<String> overwrite(PolicyFacts policy) {
        return alter(policy, Optional.of(condition), Optional.of(condition)).stream()
                .toList();
    }

    /** Has WITH CHECK accept the rows of the current tenant alone. */
    List<String> check(PolicyFacts policy) {
        return policy.using().isPresent()
                ? alter(policy, Optional.empty(), Optional.of(condition)).stream()
                        .toList()
                : replace(policy);
    }

    /** Has a policy compare the tenant as the library does, and else leaves it; empty if it cannot be left. */
    List<String> correct(PolicyFacts policy) {
        Optional<String> using = policy.using().flatMap(expression -> expression.with(condition));
        Optional<String> check = policy.check().flatMap(expression -> expression.with(condition));
        boolean all = using.isPresent() == policy.using().isPresent()
                && check.isPresent() == policy.check().isPresent();
        return all ? alter(policy, using, check).stream().toList() : List.of();
    }

    /** A policy has the expressions that its commands allow. */
    private Optional<String> alter(PolicyFacts policy, Optional<String> using, Optional<String> check) {
        String expressions = using.filter(sql -> policy.commands().stream().anyMatch(PolicyCommand::touchesRows))
                        .map(sql -> " using (" + sql + ")")
                        .orElse("")
                + check.filter(sql -> policy.commands().stream().anyMatch(PolicyCommand::writesRows))
                        .map(sql -> " with check (" + sql + ")")
                        .orElse("");
        return expressions.isEmpty()
                ? Optional.empty()
                : Optional.of("alter policy " + SqlName.quote(policy.name()) + " on " + name() + expressions);
    }

    private String name() {
        return table.table().sqlName();
    }
}
