// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.verify.DriftEvent;
import io.github.tenantrls.verify.DriftListener;
import io.github.tenantrls.verify.RlsVerifier;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners that throw what nobody expects of them. */
@ExtendWith(DatabaseExtension.class)
class FailingListenersIT {

    private final Database database;

    FailingListenersIT(Database database) {
        this.database = database;
    }

    @Test
    void an_error_or_a_checked_exception_ends_no_series_and_keeps_no_other_from_being_told() throws Exception {
        Factories factories = Factories.on(database, Item.class).createSchema();
        BlockingQueue<DriftEvent> events = new LinkedBlockingQueue<>();
        try (LogLines log = new LogLines("io.github.tenantrls");
                SessionFactory factory = factories
                        .with(TenantRlsSettings.VERIFICATION_INTERVAL, "PT0.1S")
                        .open()) {
            RlsVerifier.of(factory)
                    .addListener(failing(new AssertionError("listener")))
                    .addListener(failing(new Exception("listener")))
                    .addListener(events::add);
            database.sql(Role.OWNER, "alter table item disable row level security");
            assertThat(events.poll(30, TimeUnit.SECONDS)).isNotNull();
            database.sql(Role.OWNER, "alter table item enable row level security");
            assertThat(events.poll(30, TimeUnit.SECONDS)).as("of the next run").isNotNull();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("a listener failed"))
                    .hasSize(4);
        }
    }

    private static DriftListener failing(Throwable reason) {
        return event -> sneaky(reason);
    }

    /** As other languages, and libraries, throw checked exceptions from where none is declared. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneaky(Throwable reason) throws E {
        throw (E) reason;
    }
}
