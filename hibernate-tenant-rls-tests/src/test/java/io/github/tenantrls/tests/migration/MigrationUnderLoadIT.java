// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A large table is prepared while an application that knows nothing of tenants writes to it all the time, broken off once on
 * the way: nothing is lost, nothing is another's, and nobody waits.
 */
@ExtendWith(DatabaseExtension.class)
class MigrationUnderLoadIT {

    private static final long ROWS = Long.getLong("tenantrls.migration.rows", 2_000_000);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String TENANT = "00000000-0000-4000-8000-00000000000";
    private static final String RIGHT = "('" + TENANT + "' || right(owner, 1))::uuid";

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    @BeforeEach
    void tables() {
        database.empty();
    }

    private static IsolationConfig config() {
        return IsolationConfig.of(
                Map.of(
                        "tables.scoped", "public.ticket, public.note",
                        "table.public.ticket.fill", "sql:('" + TENANT + "' || right(t.owner, 1))::uuid",
                        "table.public.note.fill", "via:ticket_id",
                        "composite_foreign_keys", "true",
                        "runtime_role", "app"),
                "test");
    }

    private static MigrationPlan run(MigrationPhase phase, MigrationListener listener) throws SQLException {
        try (Connection connection = database.connection(Role.OWNER)) {
            return new MigrationRunner(config(), new PlanOptions(Set.of(phase), true), RunOptions.DEFAULT, listener)
                    .run(connection);
        }
    }

    private static long number(String sql) {
        return Long.parseLong(String.valueOf(database.value(Role.SUPERUSER, sql)));
    }

    @Test
    void a_large_table_is_prepared_while_an_old_application_writes() throws Exception {
        OldApplication.create(database, ROWS);
        OldApplication application = new OldApplication(database, ROWS, 3);
        LockWatch watch = new LockWatch(database, "ticket", "note");
        Steps steps = new Steps();
        try (watch;
                application) {
            assertThatThrownBy(() -> run(MigrationPhase.PREPARE, new Breaking(ROWS / 3)))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessageContaining("it goes on from there");
            run(MigrationPhase.PREPARE, steps);
        }
        System.out.println(steps.took);
        System.out.println("Rows " + ROWS + "; statements of the application " + application.statements
                + ", the longest "
                + application.longest().toMillis() + " ms (" + application.longestStatement() + "); looks at the locks "
                + watch.looks() + ", the longest time between two "
                + watch.longestGap().toMillis()
                + " ms; the longest locks of the migration " + watch.longest()
                + ", the longest wait of the application "
                + watch.longestWait());
        assertThat(application.failures()).isEmpty();
        assertThat(watch.longestSeen()).isLessThan(SECOND); // it may have seen none; LockWatchIT shows what it sees
        assertThat(watch.longestWait()).isLessThan(SECOND);
        assertNothingIsLost(application);
        assertEachIsFilledOnce(application);
        assertEachRowHasItsTenant();
        run(MigrationPhase.ENFORCE, MigrationListener.NONE);
        assertEachTenantSeesItsOwn();
    }

    private static void assertNothingIsLost(OldApplication application) {
        assertThat(number("select count(*) from ticket")).isEqualTo(ROWS + application.tickets.get());
        assertThat(number("select count(*) from note")).isEqualTo((ROWS + 9) / 10 + application.notes.get());
        assertThat(number("select sum(n) from ticket")).isEqualTo(application.ticketUpdates.get());
        assertThat(number("select sum(n) from note")).isEqualTo(application.noteUpdates.get());
    }

    /** What the server has counted, without the application's own: a batch more at most, that in which it was broken off. */
    private static void assertEachIsFilledOnce(OldApplication application) {
        long updates = number("select n_tup_upd from pg_stat_user_tables where relname = 'ticket'");
        assertThat(updates - application.ticketUpdates.get())
                .isBetween(ROWS - application.statements.get(), ROWS + 2L * RunOptions.DEFAULT.batchSize());
    }

    private static void assertEachRowHasItsTenant() {
        for (String table : List.of("ticket", "note")) {
            assertThat(number("select count(*) from " + table + " where tenant_id is distinct from " + RIGHT))
                    .as("rows of " + table + " with another's tenant")
                    .isZero();
            assertThat(database.query(
                            Role.SUPERUSER,
                            "select tenant_id || ' ' || count(*) from " + table + " group by tenant_id order by 1"))
                    .hasSize(OldApplication.OWNERS)
                    .isEqualTo(database.query(
                            Role.SUPERUSER,
                            "select " + RIGHT + " || ' ' || count(*) from " + table + " group by owner order by 1"));
        }
    }

    private static void assertEachTenantSeesItsOwn() throws SQLException {
        for (String table : List.of("ticket", "note")) {
            assertThat(seen("", table)).isEmpty();
            for (int owner = 0; owner < OldApplication.OWNERS; owner++) {
                assertThat(seen(TENANT + owner, table))
                        .containsExactly(database.value(
                                Role.SUPERUSER,
                                "select owner || ' ' || count(*) from " + table + " where owner = 't" + owner
                                        + "' group by owner"));
            }
        }
    }

    private static List<String> seen(String tenant, String table) throws SQLException {
        List<String> owners = new ArrayList<>();
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.current_tenant', '" + tenant + "', false)");
            try (ResultSet rows =
                    statement.executeQuery("select owner || ' ' || count(*) from " + table + " group by owner")) {
                while (rows.next()) {
                    owners.add(rows.getString(1));
                }
            }
        }
        return owners;
    }

    /** Ends the migration's session once so many rows are filled. */
    private record Breaking(long rows) implements MigrationListener {
        @Override
        public void progress(MigrationStep step, long done, long total) {
            if (done >= rows) {
                database.terminateSessions(Role.OWNER);
            }
        }
    }

    /** Notes how long each step took. */
    private static final class Steps implements MigrationListener {

        private final List<String> took = new ArrayList<>();
        private final AtomicLong retries = new AtomicLong();

        @Override
        public void retrying(MigrationStep step, int attempt, SQLException cause) {
            retries.incrementAndGet();
        }

        @Override
        public void finished(MigrationStep step, Duration duration) {
            took.add(step.description() + " " + duration.toMillis() + " ms, " + retries.getAndSet(0) + " retries");
        }
    }
}
