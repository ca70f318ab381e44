// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.runner;
import static io.github.tenantrls.tests.migration.Handmade.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table that has just been filled is vacuumed by the server, which gives way to nobody who waits for a short time only. */
@ExtendWith(DatabaseExtension.class)
class AutovacuumIT {

    private static final String VACUUMED =
            "select count(*) from pg_stat_progress_vacuum where datname = current_database()"
                    + " and relid = 'item'::regclass";
    private static final RunOptions OPTIONS =
            new RunOptions(Duration.ofMillis(100), 5, 10, Duration.ZERO, Duration.ofSeconds(20));

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    /** So slow that it takes minutes, which the autovacuum of a large table does. */
    @BeforeEach
    void table() {
        database.empty();
        database.sql(Role.SUPERUSER, "alter system set autovacuum_naptime = 1", "select pg_reload_conf()");
        database.sql(
                Role.OWNER,
                "create table item (id int primary key, padding text) with (autovacuum_vacuum_threshold = 0,"
                        + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1)",
                "create table child (id int, item_id int references item)",
                "insert into item select i, repeat('x', 1000) from generate_series(1, 3000) i",
                "delete from item where id % 2 = 0");
        await().atMost(Duration.ofSeconds(60)).until(() -> "1".equals(database.value(Role.SUPERUSER, VACUUMED)));
    }

    @AfterEach
    void restore() {
        database.sql(Role.SUPERUSER, "alter system reset autovacuum_naptime", "select pg_reload_conf()");
    }

    @ParameterizedTest
    @CsvSource({
        "public.item, alter table item add x int",
        "public.child, alter table child add constraint f foreign key (item_id) references item not valid"
    })
    void it_is_sent_away_and_the_application_does_not_wait_for_that(String subject, String change) throws SQLException {
        List<String> retried = new ArrayList<>();
        MigrationListener listener = new MigrationListener() {
            @Override
            public void retrying(MigrationStep step, int attempt, SQLException cause) {
                retried.add(cause.getSQLState());
            }
        };
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(OPTIONS, listener, step(StepKind.COLUMN, subject, change)).run(connection);
        }
        assertThat(retried).as("attempts that kept the application waiting").isEmpty();
    }
}
