// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import static java.util.stream.Collectors.joining;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.TableProposal;
import io.github.tenantrls.migration.TableProposals;
import io.github.tenantrls.migration.TableScope;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows what is proposed for each table, and asks about those for which nothing says it. */
final class ProposalDialog {

    private final Shell shell;

    ProposalDialog(Shell shell) {
        this.shell = shell;
    }

    /** What is proposed, changed by what is answered where somebody is asked. */
    TableProposals decide(TableProposals proposals, boolean silent) {
        show(proposals);
        if (silent) {
            return proposals;
        }
        TableProposals decided = proposals;
        for (TableProposal proposal : proposals.tables()) {
            if (!proposal.certain()) {
                decided = decided.with(proposal.table(), asked(proposal));
            }
        }
        return decided;
    }

    private void show(TableProposals proposals) {
        for (TableScope scope : TableScope.values()) {
            List<TableProposal> tables = of(proposals, scope);
            shell.out().println(tables.size() + (scope == TableScope.SCOPED ? " tenant-scoped:" : " global:"));
            tables.forEach(proposal -> shell.out().println("  " + (proposal.certain() ? "  " : "? ") + line(proposal)));
        }
        if (proposals.tables().stream().anyMatch(proposal -> !proposal.certain())) {
            shell.out().println("?: nothing says so for certain; look at it.");
        }
        shell.out().flush();
    }

    private TableScope asked(TableProposal proposal) {
        while (true) {
            String answer = shell.ask(line(proposal) + "\n  [s]coped or [g]lobal? Enter for "
                            + proposal.scope().name().toLowerCase(Locale.ROOT) + ":")
                    .toLowerCase(Locale.ROOT);
            switch (answer) {
                case "" -> {
                    return proposal.scope();
                }
                case "s", "scoped" -> {
                    return TableScope.SCOPED;
                }
                case "g", "global" -> {
                    return TableScope.GLOBAL;
                }
                default -> shell.out().println("  That is neither.");
            }
        }
    }

    private static List<TableProposal> of(TableProposals proposals, TableScope scope) {
        return proposals.tables().stream()
                .filter(proposal -> proposal.scope() == scope)
                .toList();
    }

    private static String line(TableProposal proposal) {
        return Failures.oneLine(proposal.table().displayName() + ": " + proposal.reason());
    }

    /** The reasons, for the file. */
    static Map<String, String> comments(TableProposals proposals) {
        return Map.of(
                IsolationConfig.SCOPED,
                "The rows of these belong to one tenant each:\n" + reasons(proposals, TableScope.SCOPED),
                IsolationConfig.GLOBAL,
                "The rows of these are shared by all tenants:\n" + reasons(proposals, TableScope.GLOBAL));
    }

    private static String reasons(TableProposals proposals, TableScope scope) {
        return of(proposals, scope).stream()
                .map(proposal -> "  " + line(proposal) + (proposal.certain() ? "" : " (look at it)"))
                .collect(joining("\n"));
    }
}
