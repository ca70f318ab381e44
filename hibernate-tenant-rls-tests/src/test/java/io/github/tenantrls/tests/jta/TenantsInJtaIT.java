// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.TenantStatus;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read and changed of tenants is no part of the global transaction, which goes on afterwards. */
@ExtendWith(DatabaseExtension.class)
class TenantsInJtaIT {

    private static Database database;

    @BeforeEach
    void create() {
        database.empty();
        JtaUnit.create(database);
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        if (Pool.transactions().getStatus() != Status.STATUS_NO_TRANSACTION) {
            Pool.transactions().rollback();
        }
    }

    private static Factories with(Factories factories) {
        return factories
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .with(TenantRlsSettings.TENANTS_CACHE_SIZE, "0")
                .with(TenantRlsSettings.SYSTEM_DATASOURCE, database.dataSource(Role.SYSTEM))
                .with(TenantRlsSettings.SYSTEM_ROLE, "system");
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void they_are_kept_when_it_is_rolled_back(Pool pool) throws Exception {
        with(Factories.on(database, JtaUnit.Item.class, JtaUnit.Child.class)).schema("update");
        DataSource dataSource = pool.on(database);
        try (SessionFactory factory =
                with(JtaUnit.factories(database, dataSource)).open()) {
            Tenants tenants = Tenants.of(factory);
            tenants.create(A, "a", "A");
            Pool.transactions().begin();
            EntityManager session = JtaUnit.open(factory, A);
            String backend = JtaUnit.backend(session);
            session.persist(new JtaUnit.Item(1000, "new"));
            session.flush();
            tenants.create("b", "B");
            tenants.suspend(A);
            assertThat(tenants.find(A).orElseThrow().status()).isEqualTo(TenantStatus.SUSPENDED);
            EntityManager second = JtaUnit.open(factory, A);
            assertThatThrownBy(() -> JtaUnit.backend(second)).isInstanceOf(SuspendedTenantException.class);
            tenants.activate(A);
            assertThat(JtaUnit.backend(session)).isEqualTo(backend);
            Pool.transactions().rollback();
            assertThat(tenants.findBySlug("b")).isPresent();
            assertThat(database.query(Role.SUPERUSER, "select id from item where id = 1000"))
                    .isEmpty();
        }
    }
}
