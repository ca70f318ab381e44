// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.startup;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.benchmark.Run;
import io.github.tenantrls.tests.benchmark.Samples;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.verify.LikeEntities;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long the bootstrap takes by the number of entities, each time in a JVM of its own, the setups by turns. */
public final class StartUp {

    private StartUp() {}

    /** Measures all setups; the contenders of the figures are their titles. */
    public static void measure(OtherServer server, Run run) throws Exception {
        List<Integer> numbers = run.choose(List.of(10, 100), List.of(10, 30, 100, 300, 1000));
        try (Database database = server.createDatabase()) {
            int most = numbers.get(numbers.size() - 1);
            Factories.on(database, LikeEntities.of(most))
                    .with(TenantRlsSettings.COMPOSITE_FOREIGN_KEYS, "true")
                    .createSchema();
            database.sql(Role.SUPERUSER, "vacuum analyze");
            for (int entities : numbers) {
                measure(database, entities, run);
            }
        }
    }

    private static void measure(Database database, int entities, Run run) throws Exception {
        int rounds = run.choose(2, 5);
        Map<Setup, double[]> times = new EnumMap<>(Setup.class);
        for (int round = 0; round < rounds; round++) {
            for (Setup setup : Setup.values()) {
                times.computeIfAbsent(setup, key -> new double[rounds])[round] = ColdFactory.measure(
                        setup, entities, database.url(), database.user(Role.APP), database.password(Role.APP));
            }
        }
        times.forEach((setup, values) -> run.record(
                "start-up", setup.title, Map.of("entities", String.valueOf(entities)), "ms", new Samples(values)));
    }
}
