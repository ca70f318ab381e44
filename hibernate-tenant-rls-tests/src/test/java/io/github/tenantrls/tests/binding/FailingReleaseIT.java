// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;

/** A check that was left for the commit fails when a connection is given back before. */
class FailingReleaseIT extends RoleSessions {

    /** What it finds depends on who looks: nobody finds nothing. */
    @BeforeAll
    static void check_what_is_visible() {
        database.sql(
                Role.OWNER,
                "create function forbid() returns trigger language plpgsql as $$ begin"
                        + " if exists (select from item where name = 'forbidden') then"
                        + " raise exception 'forbidden, seen by %', current_user using errcode = '23514'; end if;"
                        + " return null; end $$",
                "create constraint trigger forbid after update on item deferrable initially deferred"
                        + " for each row execute function forbid()");
    }

    /** Whether a failed check fails the whole transaction is otherwise up to the driver's savepoints. */
    @ParameterizedTest
    @CsvSource({
        "a, ALWAYS, extended", "a, ALWAYS, simple", "a, CONSERVATIVE, extended", "a, NEVER, extended",
        "system, ALWAYS, extended", "system, ALWAYS, simple", "system, CONSERVATIVE, extended",
                "system, NEVER, extended"
    })
    void the_error_surfaces_and_the_transaction_has_failed(String who, AutoSave autosave, String queryMode)
            throws SQLException {
        reconnect(autosave, queryMode);
        execute(physical, "savepoint before_all");
        Connection first = who.equals("a") ? a : system;
        leaveForbidden(first);
        assertThatThrownBy(first::close)
                .hasFieldOrPropertyWithValue("SQLState", "23514")
                .hasMessageContaining("forbidden, seen by " + (first == a ? "switching" : "system"));
        for (Connection next : List.of(physical, b, c, physical, b)) {
            assertFailed(() -> names(next));
        }
        if (autosave == AutoSave.ALWAYS) {
            assertThatThrownBy(() -> execute(physical, "rollback to savepoint before_all"))
                    .hasFieldOrPropertyWithValue("SQLState", "3B001");
            assertFailed(() -> names(physical));
        }
        physical.commit(); // rolls back
        assertNothingLeft();
        assertSees(b, Tenants.B);
        assertSees(c, Tenants.C);
        assertSees(Bound.to(Tenants.A, physical, SETTINGS), Tenants.A);
        assertThat(database.query(Role.SUPERUSER, "select name from item order by name"))
                .isEqualTo(ALL);
    }

    /** Why the transaction must not go on, with the tenant removed. */
    @Test
    void past_the_library_nobody_would_see_what_is_forbidden() throws SQLException {
        reconnect(AutoSave.ALWAYS, "extended");
        execute(physical, "select set_config('app.current_tenant', '" + Tenants.A + "', true)");
        execute(physical, "update item set name = 'forbidden' where name = 'a1'");
        assertThatThrownBy(() -> execute(physical, "set constraints all immediate"))
                .hasFieldOrPropertyWithValue("SQLState", "23514");
        execute(physical, "select set_config('app.current_tenant', '', true)");
        physical.commit();
        assertThat(database.query(Role.SUPERUSER, "select name from item where name = 'forbidden'"))
                .hasSize(1);
        Bound.resetItems(database);
    }

    private void leaveForbidden(Connection session) throws SQLException {
        TenantContext.Action<SQLException> work = () -> {
            execute(session, "update item set name = 'forbidden' where name = 'a1'");
            assertThat(value(session, "select count(*) from item where name = 'forbidden'"))
                    .isEqualTo("1");
        };
        if (session == system) {
            TenantContext.runAsSystem("a test", work);
        } else {
            work.run();
        }
    }

    private void reconnect(AutoSave autosave, String queryMode) throws SQLException {
        physical.close();
        PGSimpleDataSource source = database.dataSource(Role.SWITCHING);
        source.setAutosave(autosave);
        source.setPreferQueryMode(PreferQueryMode.of(queryMode));
        physical = source.getConnection();
        backend = Bound.backend(physical);
        open();
        physical.setAutoCommit(false);
    }

    private static void assertFailed(ThrowingCallable call) {
        assertThatThrownBy(call).hasFieldOrPropertyWithValue("SQLState", "25P02");
    }
}
