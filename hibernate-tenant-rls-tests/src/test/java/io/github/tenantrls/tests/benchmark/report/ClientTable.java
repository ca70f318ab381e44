// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is added on the client, by whom: the driver for a second statement in the text, and the library. */
final class ClientTable {

    private static final List<String> SHAPES =
            List.of("oneStatement", "tenStatements", "laterStatement", "autoCommitRead");

    private final Figures client;

    ClientTable(Figures client) {
        this.client = client;
    }

    Optional<String> text() {
        if (client.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> lines = new ArrayList<>();
        for (String shape : SHAPES) {
            for (String unit : List.of("ns", "B")) {
                lines.add(List.of(
                        ClientGoals.SHAPES.get(shape) + ", " + unit,
                        client.at("shape", shape)
                                .in(unit)
                                .contender("plain")
                                .first()
                                .map(Numbers::spread)
                                .orElse(""),
                        added(shape, unit, "composed", "plain"),
                        added(shape, unit, "library", "composed"),
                        added(shape, unit, "library", "plain"),
                        shape.equals("autoCommitRead") ? "no such" : added(shape, unit, "separate", "plain")));
            }
        }
        return Optional.of(
                "### Client\n\nBy JMH, against a server in the same thread that answers at once, through a pool"
                        + " of Agroal's, by RlsDataSource in a scope that is open. The driver's part is that of the same text written by hand: binding and"
                        + " statement, and in auto-commit begin and commit around them. A set_config of its own needs a"
                        + " transaction, to which it is local.\n\n"
                        + Markdown.table(
                                List.of(
                                        "",
                                        "without tenants",
                                        "added by the driver",
                                        "added by the library",
                                        "added together",
                                        "added by a set_config of its own"),
                                lines));
    }

    private String added(String shape, String unit, String more, String less) {
        return ClientGoals.added(client, shape, unit, more, less)
                .map(Added::text)
                .orElse("");
    }
}
