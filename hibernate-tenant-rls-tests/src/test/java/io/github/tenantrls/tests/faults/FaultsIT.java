// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.PgBouncer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * All that an application may do, for five tenants at once, while all breaks that may break.
 *
 * <p>{@code -Pfaults -Dfaults.duration=PT1H -Dfaults.seed=..} for the figures of docs/reliability.md.
 */
class FaultsIT {

    private static final int THREADS = 12;

    @Test
    void no_row_of_another_tenant_no_lost_update_and_no_lost_connection_whatever_breaks() throws Exception {
        Duration duration = Duration.parse(System.getProperty("faults.duration", "PT60S"));
        long seed = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);
        boolean isLong = duration.compareTo(Duration.ofMinutes(3)) > 0;
        Plan plan = new Plan(
                duration,
                isLong ? Duration.ofMinutes(1) : Duration.ofSeconds(14),
                seed,
                THREADS,
                isLong ? 15_000 : 5_000,
                UnaryOperator.identity(),
                any -> {});
        Results results = Faulty.run(plan);
        RequiredFaults.require(results);
        String report = FaultReport.write(results, head(plan));
        System.out.println(report);
        assertThat(results.findings().told()).as(report).isEmpty();
    }

    private static String head(Plan plan) {
        return "Date " + LocalDate.now(ZoneOffset.UTC) + ", duration " + plan.duration() + ", seed " + plan.seed()
                + ", "
                + plan.threads() + " threads, "
                + (PgBouncer.isThere()
                        ? "with PgBouncer"
                        : "without PgBouncer, which is not installed: that part was skipped");
    }
}
