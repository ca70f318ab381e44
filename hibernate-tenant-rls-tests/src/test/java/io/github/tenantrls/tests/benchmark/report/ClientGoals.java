// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the library adds on the client, held against the goals. */
final class ClientGoals {

    /** Of one statement's wrapper and of its rows', in bytes. */
    private static final int WRAPPERS = 40 + 32;

    static final Map<String, String> SHAPES = Map.of(
            "oneStatement", "a transaction of one statement",
            "tenStatements", "a transaction of ten statements",
            "autoCommitRead", "a read in auto-commit",
            "laterStatement", "a second or later statement");

    private final Figures client;
    private final List<Goal> goals = new ArrayList<>();

    private ClientGoals(Figures client) {
        this.client = client;
    }

    static List<Goal> of(Figures figures) {
        ClientGoals goals = new ClientGoals(figures.of("client"));
        goals.add("oneStatement", "ns", 1000, "under 1 µs");
        goals.add("oneStatement", "B", 1000, "under 1 kB");
        goals.add("autoCommitRead", "ns", 1000, "under 1 µs");
        goals.add("autoCommitRead", "B", 1000, "under 1 kB");
        goals.add("laterStatement", "B", WRAPPERS + 1, "only the wrappers of statement and rows, 72 B");
        return goals.goals;
    }

    private void add(String shape, String unit, double below, String limit) {
        added(client, shape, unit, "library", "plain").ifPresent(all -> {
            String wrapper = added(client, shape, unit, "library", "composed")
                    .map(own -> ", of which the library's own code " + Numbers.text(own.median()) + " " + unit)
                    .orElse("");
            goals.add(new Goal(
                    "Client: " + SHAPES.get(shape) + " adds " + limit,
                    all.text() + " " + unit + wrapper,
                    all.median() < below));
        });
    }

    /** What one way takes more than another, of one shape. */
    static Optional<Added> added(Figures client, String shape, String unit, String more, String less) {
        Figures here = client.at("shape", shape).in(unit);
        return here.contender(more)
                .first()
                .flatMap(one -> here.contender(less).first().map(other -> Added.of(one, other)));
    }
}
