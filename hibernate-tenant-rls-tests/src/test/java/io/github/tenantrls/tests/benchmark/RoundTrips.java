// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.worker.Participant;
import io.github.tenantrls.tests.benchmark.worker.Shape;
import java.util.Collection;
import java.util.Map;

/** How often a transaction waits for the server, counted on the wire. The count is exact, so there is no spread. */
final class RoundTrips {

    private static final String FACTORY = "counted";

    /** After so many the driver has its statements prepared on the server, and knows its types. */
    private static final int WARM_UP = 7;

    private RoundTrips() {}

    static void measure(Collection<Entrant> entrants, Run run) {
        for (Entrant entrant : entrants) {
            entrant.participant.open(FACTORY, entrant.database.proxiedUrl(), 2);
            entrant.participant.check(FACTORY, 2);
            for (Shape shape : Shape.values()) {
                run.record(
                        "round-trips",
                        entrant.contender.letter,
                        Map.of("shape", shape.title, "kind", shape.isFallback ? "fallback" : "plain"),
                        "round trips",
                        new Samples(count(entrant, shape, times(run))));
            }
            entrant.removeAdded();
        }
    }

    /** In full as many as Hibernate takes identifiers from a sequence at once, so that the average holds its share. */
    private static int times(Run run) {
        return run.choose(10, 50);
    }

    private static double count(Entrant entrant, Shape shape, int times) {
        Participant participant = entrant.participant;
        participant.run(FACTORY, shape, WARM_UP);
        entrant.database.roundTrips().reset();
        participant.run(FACTORY, shape, times);
        return entrant.database.roundTrips().count() / (double) times;
    }
}
