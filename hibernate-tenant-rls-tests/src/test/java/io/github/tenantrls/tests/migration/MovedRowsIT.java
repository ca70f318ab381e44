// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application moves a row to another parent, between two batches of the table that the tenant comes from. */
@ExtendWith(DatabaseExtension.class)
class MovedRowsIT {

    @SuppressWarnings("NullAway.Init") // the extension fills it
    private static Database database;

    private static void run(MigrationListener listener) throws SQLException {
        IsolationConfig config = IsolationConfig.of(
                Map.of(
                        "tables.scoped", "public.ticket, public.note",
                        "column_type", "text",
                        "table.public.ticket.fill", "sql:t.owner",
                        "table.public.note.fill", "via:ticket_id",
                        "runtime_role", "app"),
                "test");
        PlanOptions plan = new PlanOptions(Set.of(MigrationPhase.PREPARE), false);
        try (Connection connection = database.connection(Role.OWNER)) {
            new MigrationRunner(config, plan, Handmade.IMPATIENT, listener).run(connection);
        }
    }

    @Test
    void a_row_has_the_tenant_of_its_new_parent_though_that_had_none_when_it_came() throws SQLException {
        database.empty();
        OldApplication.create(database, 30);
        database.sql(Role.OWNER, "alter table note alter ticket_id drop not null");
        run(new MigrationListener() {
            @Override
            public void progress(MigrationStep step, long done, long total) {
                if (done == 10 && step.subject().equals("public.ticket")) {
                    database.sql(
                            Role.APP,
                            "insert into note (ticket_id, owner, n, note) values (1, '', 0, 'moved'), (2, '', 0, 'alone')",
                            "update note set ticket_id = 30 where note = 'moved'",
                            "update note set ticket_id = null where note = 'alone'");
                }
            }
        });
        assertThat(database.query(Role.OWNER, "select note || ' ' || tenant_id from note where owner = '' order by 1"))
                .containsExactly("alone t2", "moved t0");
        assertThat(database.value(Role.OWNER, "select count(*) from note where tenant_id <> owner and owner <> ''"))
                .isEqualTo("0");
    }
}
