// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import static io.github.tenantrls.tests.benchmark.Contender.BETTER_TENANT;
import static io.github.tenantrls.tests.benchmark.Contender.LIBRARY;
import static io.github.tenantrls.tests.benchmark.Contender.PREDICATE;
import static io.github.tenantrls.tests.benchmark.Contender.SEPARATE;
import static io.github.tenantrls.tests.benchmark.Contender.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.benchmark.worker.LocalParticipant;
import io.github.tenantrls.tests.benchmark.worker.Shape;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contenders of the benchmarks in this JVM, so that they keep working; not their times. */
class RoundTripsOfContendersIT {

    @TempDir
    private Path folder;

    @Test
    void all_but_documented_fallbacks_of_the_library_take_as_many_round_trips_as_no_isolation_at_all() {
        List<Shape> shapes = List.of(Shape.values());
        List<Double> plain = roundTrips(PREDICATE);
        List<Double> library = roundTrips(LIBRARY);
        for (int i = 0; i < plain.size(); i++) {
            Shape shape = shapes.get(i);
            assertThat(library.get(i) - plain.get(i)).as(shape.title).isBetween(0.0, shape.isFallback ? 1.0 : 0.0);
        }
        assertThat(roundTrips(SEPARATE)).isEqualTo(more(plain, 1));
        assertThat(roundTrips(SESSION)).isEqualTo(more(plain, 2));
    }

    @Test
    void a_contender_that_shows_rows_of_others_is_not_measured() {
        try (Entrant entrant = start(BETTER_TENANT)) {
            entrant.database.sql(Role.OWNER, "alter table item disable row level security");
            entrant.participant.open("direct", entrant.database.url(), 1);
            assertThatThrownBy(() -> entrant.participant.check("direct", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("(g) 2000 rows of tenant 1");
        }
    }

    private static List<Double> more(List<Double> roundTrips, int number) {
        return roundTrips.stream().map(each -> each + number).toList();
    }

    private List<Double> roundTrips(Contender contender) {
        Run run = new Run(folder, false);
        try (Entrant entrant = start(contender)) {
            RoundTrips.measure(List.of(entrant), run);
        }
        return run.measurements().stream().map(Measurement::median).toList();
    }

    private static Entrant start(Contender contender) {
        return new Entrant(contender, new LocalParticipant(contender), Database.create(), 2);
    }
}
