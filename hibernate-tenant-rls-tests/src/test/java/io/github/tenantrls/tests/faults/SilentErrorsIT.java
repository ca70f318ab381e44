// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/reliability.md says of Hibernate, without this library; and that {@link LoggedErrors} hears it. */
@ExtendWith(DatabaseExtension.class)
class SilentErrorsIT {

    @Test
    void the_commit_of_a_transaction_marked_for_rollback_rolls_back_without_a_word(Database database) throws Exception {
        database.empty();
        Population.create(database);
        try (SessionFactory plain = Factories.on(database, Ledger.ENTITIES).openWithoutTenancy(Role.SUPERUSER);
                Session session = plain.openSession()) {
            session.beginTransaction();
            session.createNativeMutationQuery("insert into note (id, owner, tenant_id) values (1, '" + Tenants.A
                            + "', '" + Tenants.A + "')")
                    .executeUpdate();
            session.getTransaction().setRollbackOnly();
            session.getTransaction().commit();
            assertThat(database.query(Role.SUPERUSER, "select id from note")).isEmpty();
        }
    }

    @Test
    void what_find_only_logs_is_found_if_no_fault_explains_it(Database database) throws Exception {
        database.empty();
        failsWith(database, "P0001");
        database.sql(
                Role.OWNER, "create view note as select fails() as id, null::uuid as owner from generate_series(1, 1)");
        Results results = new Results();
        LoggedErrors logged = new LoggedErrors(results);
        try (SessionFactory plain = Factories.on(database, Ledger.ENTITIES).openWithoutTenancy(Role.SUPERUSER)) {
            find(plain);
            assertThat(results.findings().told())
                    .singleElement()
                    .asString()
                    .startsWith("UNEXPECTED: find has logged, and not thrown: ")
                    .contains("broken");
            failsWith(database, "57P01"); // as if the backend had been terminated
            find(plain);
            assertThat(results.findings().count(Findings.Kind.UNEXPECTED)).isOne();
            assertThat(results.units().counts()).containsEntry("errors that find has logged", 2L);
        } finally {
            logged.close();
        }
    }

    private static void failsWith(Database database, String state) {
        database.sql(
                Role.OWNER,
                "create or replace function fails() returns bigint language plpgsql as $$ begin"
                        + " raise exception 'broken' using errcode = '" + state + "'; end $$");
    }

    /** In a transaction that is marked for rollback. */
    private static void find(SessionFactory factory) {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.getTransaction().setRollbackOnly();
            assertThat(session.find(Ledger.Note.class, 1L)).isNull();
            session.getTransaction().rollback();
        }
    }
}
