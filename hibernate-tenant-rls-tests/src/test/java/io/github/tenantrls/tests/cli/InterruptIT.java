// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C leaves no lock and no transaction, and the next run goes on. */
@ExtendWith(DatabaseExtension.class)
class InterruptIT {

    private static final int ROWS = 50_000;

    private final Database database;
    private final Path folder;
    private final Map<String, String> environment;
    private String config = "";

    InterruptIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        environment = Map.of("TENANT_RLS_PASSWORD", database.password(Role.OWNER));
    }

    @BeforeEach
    void configure() {
        CliShop.create(database, ROWS);
        config = "--config=" + CliShop.configure(database, folder);
    }

    private CliProcess migrate(String... more) throws Exception {
        String[] args = new String[more.length + 4];
        System.arraycopy(new String[] {"migrate", "--apply", config, "-o" + folder}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return CliProcess.start(environment, args);
    }

    private void waitFor(String what, String query) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> "t".equals(database.value(Role.SUPERUSER, query)));
    }

    /** Nothing of the interrupted run is left, also of the session of the server. */
    private void nothingIsLeft(Said said) {
        assertThat(said.code()).as(said.all()).isEqualTo(130);
        assertThat(said.err())
                .contains("error: The migration was cancelled in step")
                .contains("run it again, and it goes on from there");
        waitFor(
                "no session of the owner",
                "select not exists (select from pg_stat_activity where datname = current_database() and usename = 'owner')");
        assertThat(database.query(
                        Role.SUPERUSER,
                        "select locktype || ' ' || mode from pg_locks where pid <> pg_backend_pid() and"
                                + " (locktype = 'advisory' or relation in ('customer'::regclass, 'invoice'::regclass))"
                                + " and database = (select oid from pg_database where datname = current_database())"))
                .isEmpty();
    }

    private void theNextRunGoesOn() throws Exception {
        try (CliProcess process = migrate()) {
            Said said = process.end();
            assertThat(said.code()).as(said.all()).isZero();
        }
        assertThat(database.query(
                        Role.SUPERUSER, "select tenant_id::text || ' ' || count(*) from invoice group by tenant_id"))
                .containsExactly(CliShop.A + " " + ROWS);
        assertThat(database.value(Role.APP, "select count(*) from invoice")).isEqualTo("0");
    }

    @Test
    void in_a_backfill() throws Exception {
        try (CliProcess process = migrate("--batch-size=500", "--batch-pause=100ms")) {
            waitFor("some rows are filled", "select count(tenant_id) > 0 from invoice");
            process.interrupt();
            Said said = process.end();
            nothingIsLeft(said);
            assertThat(said.err()).containsPattern("fill tenant_id of the rows of public.invoice\\) after \\d+ rows");
        }
        assertThat(database.value(
                        Role.SUPERUSER, "select count(tenant_id) > 0 and count(tenant_id) < " + ROWS + " from invoice"))
                .isEqualTo("t");
        theNextRunGoesOn();
    }

    @Test
    void while_it_waits_for_a_lock() throws Exception {
        try (Connection other = database.connection(Role.SUPERUSER);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table customer in access share mode");
            try (CliProcess process = migrate("--lock-timeout=1m")) {
                waitFor(
                        "it waits",
                        "select exists (select from pg_stat_activity where usename = 'owner' and wait_event_type = 'Lock'"
                                + " and datname = current_database())");
                process.interrupt();
                Said said = process.end();
                other.rollback();
                nothingIsLeft(said);
            }
        }
        theNextRunGoesOn();
    }
}
