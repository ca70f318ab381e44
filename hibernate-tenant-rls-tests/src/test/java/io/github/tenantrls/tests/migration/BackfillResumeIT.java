// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static io.github.tenantrls.tests.migration.Handmade.backfill;
import static io.github.tenantrls.tests.migration.Handmade.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backfill that broke off goes on where rows lack a tenant, and writes none again that it has filled. */
@ExtendWith(DatabaseExtension.class)
class BackfillResumeIT {

    private static final String SLEEPING =
            "select pid from pg_stat_activity where datname = current_database()" + " and wait_event = 'PgSleep'";
    private static final int ROWS = 20_000;
    private static final RunOptions SLOW =
            new RunOptions(Duration.ofMillis(500), 20, 100, Duration.ofMillis(20), Duration.ofSeconds(20));
    private static final RunOptions FAST =
            new RunOptions(Duration.ofMillis(500), 20, 5_000, Duration.ZERO, Duration.ofSeconds(20));

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static MigrationStep step() {
        return backfill("item", "t.owner");
    }

    private static void table(String key) {
        database.sql(
                Role.OWNER,
                "create table item (id int" + key + ", owner text, tenant_id text)",
                "insert into item select i, 't' || i % 5 from generate_series(1, " + ROWS + ") i");
    }

    private static int filled() {
        return Integer.parseInt(String.valueOf(database.value(Role.OWNER, "select count(tenant_id) from item")));
    }

    private static void resume() throws SQLException {
        database.sql(
                Role.SUPERUSER,
                "create table filled as select id, xmin::text as writer from item where tenant_id is not null");
        try (Connection connection = database.connection(Role.OWNER)) {
            runner(FAST, MigrationListener.NONE, step()).run(connection);
        }
        assertThat(database.value(
                        Role.SUPERUSER,
                        "select count(*) from item join filled using (id) where item.xmin::text <> filled.writer"))
                .isEqualTo("0");
        assertThat(database.value(Role.OWNER, "select count(*) from item where tenant_id = owner"))
                .isEqualTo(String.valueOf(ROWS));
    }

    @ParameterizedTest
    @ValueSource(strings = {" primary key", ""})
    void after_the_connection_was_lost(String key) throws Exception {
        table(key);
        MigrationListener losing = new MigrationListener() {
            @Override
            public void progress(MigrationStep step, long done, long total) {
                if (done > 1_000) {
                    database.terminateSessions(Role.OWNER);
                }
            }
        };
        try (Connection connection = database.connection(Role.OWNER)) {
            assertThatThrownBy(() -> runner(FAST, losing, step()).run(connection))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining(
                            "what was committed stays; connect and run it again, and it goes on from there");
        }
        assertThat(filled()).isBetween(1_000, 5_000);
        resume();
    }

    @Test
    void after_the_process_was_killed(@TempDir Path folder) throws Exception {
        table(" primary key");
        Path output = folder.resolve("output");
        Process process = start(output, "t.owner");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> filled() >= 500 || !process.isAlive());
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(Files.readString(output)).isEmpty();
        assertThat(filled()).isBetween(500, ROWS - 100);
        resume();
    }

    @Test
    void the_server_notices_the_end_of_a_process_while_its_statement_is_at_work(@TempDir Path folder) throws Exception {
        table(" primary key");
        Path output = folder.resolve("output");
        Process process = start(output, "(select t.owner from pg_sleep(60))");
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> database.query(Role.SUPERUSER, SLEEPING).size() == 1);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(Files.readString(output)).isEmpty();
        resume();
    }

    private static Process start(Path output, String value) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        database.url(),
                        database.user(Role.OWNER),
                        database.password(Role.OWNER),
                        value)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** A process that migrates until it is killed. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] arguments) throws SQLException {
            try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
                runner(SLOW, MigrationListener.NONE, backfill("item", arguments[3]))
                        .run(connection);
            }
        }
    }
}
