// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left for the commit is done for the tenant whose rows it is about, whatever another session does. */
class DeferredTriggersIT extends TwoSessions {

    @Test
    void a_deferred_trigger_runs_for_the_session_whose_row_it_checks_and_not_for_the_next() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        assertThatThrownBy(() -> Bound.names(sessionOfB)).hasMessageContaining("seen by " + Tenants.A);
        physical.rollback();
    }

    @Test
    void a_deferred_trigger_runs_before_a_release_takes_the_tenant_away() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        assertThatThrownBy(() -> sessionOfA.close()).hasMessageContaining("seen by " + Tenants.A);
        assertThat(sessionOfA.isClosed()).isTrue();
        physical.rollback();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_deferred_trigger_runs_for_its_tenant_even_after_a_reset_of_all_settings() throws SQLException {
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'");
        execute(sessionOfA, "reset all");
        assertThatThrownBy(() -> sessionOfA.commit()).hasMessageContaining("seen by " + Tenants.A);
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_reset_of_all_settings_has_no_trigger_run_without_its_tenant_whoever_worked_before() throws SQLException {
        assertThat(Bound.names(sessionOfB)).isEqualTo(Bound.rowsOf(Tenants.B));
        execute(sessionOfB, "update item set name = 'own' where name = 'b1'");
        execute(sessionOfA, "reset all"); // takes over, and has the trigger run for B before
        execute(sessionOfA, "update item set name = 'own' where name = 'a1'");
        execute(sessionOfA, "reset all");
        assertThat(Bound.names(sessionOfA)).hasSize(Bound.ROWS);
        execute(sessionOfA, "set constraints all immediate");
        physical.rollback();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_rollback_to_anothers_savepoint_brings_back_is_done_for_that_ones_tenant(boolean together)
            throws SQLException {
        execute(sessionOfA, "update item set name = 'own' where name = 'a1'");
        execute(sessionOfA, "savepoint s");
        if (!together) {
            sessionOfB.close();
        }
        sessionOfA.close(); // has the trigger run, which the rollback undoes
        Connection next = together ? sessionOfB : Bound.to(Tenants.B, physical);
        execute(next, "rollback to savepoint s");
        assertThat(Bound.names(next)).isEqualTo(Bound.rowsOf(Tenants.B));
        next.close();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }

    @Test
    void a_session_keeps_its_tenant_when_another_one_of_the_same_tenant_is_closed() throws SQLException {
        Connection again = Bound.to(Tenants.A, physical);
        execute(sessionOfA, "update item set name = 'checked' where name = 'a1'"); // checked at the commit
        assertThat(Bound.names(again)).hasSize(Bound.ROWS);
        again.close();
        execute(sessionOfA, "delete from item where name = 'checked'");
        assertThatThrownBy(() -> sessionOfA.close()).hasMessageContaining("seen by " + Tenants.A);
        physical.rollback();
        Bound.assertNothingLeft(physical, backend);
        physical.rollback();
    }
}
