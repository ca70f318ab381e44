// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.xa.PGXADataSource;

/** The set-up of docs/jakarta-transactions.md: a persistence.xml, and a pool that is enlisted. */
class JtaBootstrapIT extends JtaTests {

    JtaBootstrapIT(Database database) {
        super(database);
    }

    // tag::wiring[]
    static AgroalDataSource pool(String url, String user, String password) throws SQLException {
        var transactions = new NarayanaTransactionIntegration(
                com.arjuna.ats.jta.TransactionManager.transactionManager(),
                new TransactionSynchronizationRegistryImple());
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10)
                        .transactionIntegration(transactions)
                        .connectionFactoryConfiguration(connections -> connections
                                .connectionProviderClass(PGXADataSource.class)
                                .jdbcUrl(url)
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword(password)))));
    }

    static EntityManagerFactory factory(DataSource pool) {
        return Persistence.createEntityManagerFactory("orders", Map.of("jakarta.persistence.jtaDataSource", pool));
    }
    // end::wiring[]

    // tag::two-tenants[]
    static void copyCount(EntityManagerFactory factory, UUID from, UUID to) throws Exception {
        TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
        transactions.begin();
        try (EntityManager source = TenantContext.callAs(from, factory::createEntityManager);
                EntityManager target = TenantContext.callAs(to, factory::createEntityManager)) {
            long items =
                    source.createQuery("select count(*) from Item", Long.class).getSingleResult();
            target.persist(new Item(6000, "other tenant's items: " + items));
            transactions.commit();
        } finally {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        }
    }
    // end::two-tenants[]

    @Test
    void the_documented_set_up_works_for_two_tenants_in_one_transaction() throws Exception {
        try (AgroalDataSource pool = pool(database.url(), database.user(Role.APP), database.password(Role.APP));
                EntityManagerFactory factory = factory(pool)) {
            copyCount(factory, A, B);
            assertThat(database.query(Role.SUPERUSER, "select tenant_id::text || name from item where id = 6000"))
                    .containsExactly(B + "other tenant's items: 30");
            JtaUnit.assertNothingLeft(pool);
        } finally {
            database.sql(Role.SUPERUSER, "delete from item where id >= 6000");
        }
    }

    /** What the documentation says of such a mistake. */
    @Test
    void a_data_source_that_is_not_enlisted_isolates_and_commits_each_statement() throws Exception {
        try (EntityManagerFactory factory = factory(database.dataSource(Role.APP))) {
            Global.rolledBack(() -> {
                EntityManager a = TenantContext.callAs(A, factory::createEntityManager);
                EntityManager b = TenantContext.callAs(B, factory::createEntityManager);
                a.persist(new Item(6001, "a"));
                assertThat(List.of(JtaUnit.seen(a), JtaUnit.seen(b))).containsExactly("a31", "b30");
            });
            assertThat(database.value(Role.SUPERUSER, "select count(*) from item where id = 6001"))
                    .isEqualTo("1");
        } finally {
            database.sql(Role.SUPERUSER, "delete from item where id >= 6000");
        }
    }
}
