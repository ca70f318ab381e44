// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * 200 clients over 50 tenants: no answer ever has another tenant's row, and the pool has all connections back afterwards.
 *
 * <p>{@code -Dload.duration=PT60S} for the figures of docs/performance.md.
 */
@RunningApplication
class LoadIT {

    private static final int CLIENTS = 200;
    private static final int TENANTS = 50;
    private static final int ROWS = 20;

    @LocalServerPort
    private int port;

    @Autowired
    private HikariDataSource pool;

    @Test
    void no_answer_has_a_row_of_another_tenant_and_the_pool_gets_all_connections_back() throws Exception {
        Duration duration = Duration.parse(System.getProperty("load.duration", "PT5S"));
        Load load = new Load(port, tenantsWithRows(), duration);

        load.run(CLIENTS);
        report(load, duration);

        assertThat(load.leaks).isEmpty();
        assertThat(load.unexpected.stream().distinct().limit(5)).isEmpty();
        assertThat(load.rows.sum()).isPositive();
        assertThat(load.abandoned.sum()).isPositive();
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(state.getActiveConnections()).isZero();
            assertThat(state.getThreadsAwaitingConnection()).isZero();
            assertThat(state.getIdleConnections()).isEqualTo(pool.getMaximumPoolSize());
        });
    }

    private static List<String> tenantsWithRows() throws SQLException {
        List<String> tenants = IntStream.range(0, TENANTS)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        for (String tenant : tenants) {
            TestDatabase.server()
                    .asSuperuser(
                            "demo",
                            ("insert into tenants (id, slug, name) values ('%1$s', 'load-%2$s', 'Load');"
                                            + " insert into membership values ('carol', '%1$s');"
                                            + " insert into project (name, tenant_id)"
                                            + " select 'of:%1$s ' || i, '%1$s' from generate_series(1, %3$s) i")
                                    .formatted(tenant, tenant.substring(0, 8), ROWS));
        }
        return tenants;
    }

    private static void report(Load load, Duration duration) {
        System.out.printf(
                Locale.ROOT,
                "Load: %s, %d clients, %d tenants: %d requests, %d answered, %d abandoned, %d client timeouts,"
                        + " %d statement timeouts, %d rows, p50 %.0f ms, p99 %.0f ms, %d unexpected, %d leaks;"
                        + " load average afterwards %.1f%n",
                duration,
                CLIENTS,
                TENANTS,
                load.requests(),
                load.answered.sum(),
                load.abandoned.sum(),
                load.clientTimeouts.sum(),
                load.serverTimeouts.sum(),
                load.rows.sum(),
                load.percentileMillis(50),
                load.percentileMillis(99),
                load.unexpected.size(),
                load.leaks.size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
