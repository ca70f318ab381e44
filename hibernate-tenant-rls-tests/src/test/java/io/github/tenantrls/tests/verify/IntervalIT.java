// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DriftEvent;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The verification at an interval. */
@ExtendWith(DatabaseExtension.class)
@Timeout(60)
class IntervalIT {

    private static final String DISABLE = "alter table item disable row level security";
    private static final String ENABLE = "alter table item enable row level security";

    private final Database database;

    IntervalIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void a_correct_schema() {
        database.empty();
        Factories.on(database, Item.class).createSchema();
    }

    @Test
    void at_an_interval_drift_is_found_without_being_asked() throws Exception {
        try (SessionFactory factory = everyTenthOfASecond().open()) {
            BlockingQueue<DriftEvent> events = new LinkedBlockingQueue<>();
            RlsVerifier.of(factory).addListener(events::add);
            database.sql(Role.OWNER, DISABLE);
            assertThat(next(events).added()).extracting(Finding::rule).containsExactly("RLS002");
            database.sql(Role.OWNER, ENABLE);
            assertThat(next(events).removed()).extracting(Finding::rule).containsExactly("RLS002");
        }
    }

    @Test
    void at_an_interval_the_first_report_is_logged_if_the_start_made_none() throws Exception {
        database.sql(Role.OWNER, DISABLE);
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = everyTenthOfASecond()
                        .with(TenantRlsSettings.VERIFICATION, "off")
                        .open()) {
            assertThat(log.nextWarning()).contains("RLS002", "; to mend it: alter table");
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @Test
    void while_the_database_is_away_each_run_warns_once_and_the_next_goes_on() throws Exception {
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = everyTenthOfASecond().open()) {
            VerificationReport before = RlsVerifier.of(factory).lastReport().orElseThrow();
            BlockingQueue<DriftEvent> events = new LinkedBlockingQueue<>();
            RlsVerifier.of(factory).addListener(events::add);
            database.sql(Role.SUPERUSER, "revoke connect on database " + database.name() + " from public");
            database.terminateSessions(Role.APP);
            for (int run = 0; run < 2; run++) {
                assertThat(log.nextWarning())
                        .startsWith("WARN Persistence unit tests: whether the database isolates the tenants cannot be"
                                + " verified")
                        .endsWith("(the next attempt follows in PT0.1S)");
            }
            assertThat(RlsVerifier.of(factory).lastReport().orElseThrow().findings())
                    .isEqualTo(before.findings());
            assertThat(events).isEmpty();
            allowConnections();
            database.sql(Role.OWNER, DISABLE);
            assertThat(next(events).added()).hasSize(1);
        } finally {
            allowConnections();
        }
    }

    @Test
    void the_thread_ends_with_the_factory() throws InterruptedException {
        Thread thread;
        try (LogLines log = new LogLines("io.github.tenantrls")) {
            try (SessionFactory factory = everyTenthOfASecond().open()) {
                assertThat(factory.isOpen()).isTrue();
                thread = Thread.getAllStackTraces().keySet().stream()
                        .filter(candidate -> candidate.getName().equals("tenant-rls-verification-tests"))
                        .filter(Thread::isAlive)
                        .findFirst()
                        .orElseThrow();
                assertThat(thread.isDaemon()).isTrue();
            }
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void a_start_that_is_refused_begins_no_thread() {
        database.sql(Role.OWNER, DISABLE);
        assertThatThrownBy(() -> everyTenthOfASecond().open());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("tenant-rls-verification-tests");
    }

    private Factories everyTenthOfASecond() {
        return Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION_INTERVAL, "PT0.1S");
    }

    private void allowConnections() {
        database.sql(Role.SUPERUSER, "grant connect on database " + database.name() + " to public");
    }

    private static DriftEvent next(BlockingQueue<DriftEvent> events) throws InterruptedException {
        return Objects.requireNonNull(events.poll(30, TimeUnit.SECONDS), "no event");
    }
}
