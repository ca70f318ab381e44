// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** What the proxy really adds to a round trip, on a connection that does nothing else. */
final class ProxyPrecision {

    private static final int WARM_UP = 200;
    private static final int TIMES = 300;

    private ProxyPrecision() {}

    static void measure(Database database, Run run) throws SQLException {
        double direct = new Samples(roundTrips(database.dataSource(Role.APP))).median();
        run.record("proxy", "direct", Map.of("latency", "0 ms"), "ms", new Samples(direct));
        for (Latency latency : Latency.ALL) {
            database.roundTrips().latency(latency.delay());
            double[] times = roundTrips(database.proxiedDataSource(Role.APP));
            for (int i = 0; i < times.length; i++) {
                times[i] -= direct;
            }
            run.record("proxy", "added", Map.of("latency", latency.toString()), "ms", new Samples(times));
        }
        database.roundTrips().latency(Duration.ZERO);
    }

    private static double[] roundTrips(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select 1")) {
            double[] times = new double[TIMES];
            for (int i = -WARM_UP; i < TIMES; i++) {
                long start = System.nanoTime();
                statement.execute();
                times[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
            }
            return times;
        }
    }
}
