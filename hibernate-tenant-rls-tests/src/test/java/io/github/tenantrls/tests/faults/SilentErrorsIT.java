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

/** What docs/reliability.md says of Hibernate, without this library. */
@ExtendWith(DatabaseExtension.class)
class SilentErrorsIT {

    @Test
    void the_commit_of_a_transaction_marked_for_rollback_rolls_back_without_a_word(Database database) throws Exception {
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
}
