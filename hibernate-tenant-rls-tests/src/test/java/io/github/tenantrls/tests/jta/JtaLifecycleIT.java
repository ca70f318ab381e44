// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.assertNothingLeft;
import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.value;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.jta.Stages.Stage;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** Transactions that are suspended, or ended by somebody else, and what is done when they end. */
class JtaLifecycleIT extends JtaTests {

    private final TransactionManager transactions = Pool.transactions();

    JtaLifecycleIT(Database database) {
        super(database);
    }

    @OnAgroal
    void another_tenant_works_while_a_transaction_is_suspended(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        transactions.begin();
        EntityManager a = open(stage.factory(), A);
        assertThat(seen(a)).isEqualTo("a30");
        String suspended = backend(a);
        Transaction outer = transactions.suspend();
        Global.committed(() -> {
            EntityManager b = open(stage.factory(), B);
            assertThat(seen(b)).isEqualTo("b30");
            assertThat(backend(b)).isNotEqualTo(suspended);
            assertThat(seen(a)).as("the suspended one's session").isEqualTo("a30");
            b.persist(new Item(2000, "b"));
        });
        try (Connection free = stage.dataSource().getConnection()) {
            assertNothingLeft(free);
        }
        transactions.resume(outer);
        assertThat(seen(a)).isEqualTo("a30");
        a.persist(new Item(2001, "a"));
        assertThat(List.of(seen(open(stage.factory(), C)), seen(open(stage.factory(), B)), seen(a)))
                .containsExactly("c30", "b31", "a31");
        assertThat(backend(a)).isEqualTo(suspended);
        transactions.commit();
        assertNothingLeft(stage.dataSource(), suspended);
        assertThat(database.query(
                        Role.SUPERUSER, "select tenant_id::text || name from item where id >= 2000 order by id"))
                .containsExactly(B + "b", A + "a");
        database.sql(Role.SUPERUSER, "delete from item where id >= 2000");
    }

    @OnAgroal
    void a_timeout_leaves_nothing_to_the_next_borrower(Pool pool) throws Exception {
        transactions.setTransactionTimeout(2);
        try {
            assertNothingSurvives(stages.of(pool), () -> {});
        } finally {
            transactions.setTransactionTimeout(0);
        }
    }

    @Test
    void a_rollback_from_another_thread_leaves_nothing_to_the_next_borrower() throws Exception {
        assertNothingSurvives(
                stages.of(Pool.AGROAL_XA), () -> rollBackFromAnotherThread(transactions.getTransaction()));
    }

    /** Why the test above is for XA alone; there is nothing of this library in it. */
    @Test
    void without_xa_agroal_commits_what_another_thread_rolls_back() throws Exception {
        database.sql(Role.OWNER, "create table plain (id integer)");
        try (AgroalDataSource dataSource = (AgroalDataSource) Pool.AGROAL.on(database)) {
            transactions.begin();
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into plain values (1)");
            }
            rollBackFromAnotherThread(transactions.getTransaction());
            transactions.suspend();
        }
        assertThat(database.value(Role.OWNER, "select count(*) from plain")).isEqualTo("1");
    }

    private static void rollBackFromAnotherThread(Transaction transaction) throws Exception {
        ExecutorService another = Executors.newSingleThreadExecutor();
        try {
            another.submit(() -> {
                        transaction.rollback();
                        return true;
                    })
                    .get();
        } finally {
            another.shutdown();
        }
    }

    /** The connection that an ended transaction's session still has leads to nothing, whoever has the physical one. */
    private void assertNothingSurvives(Stage stage, Global.Work end) throws Exception {
        transactions.begin();
        EntityManager a = open(stage.factory(), A);
        assertThat(seen(a)).isEqualTo("a30");
        a.createNativeQuery("insert into item (id, name) values (3000, 'a')").executeUpdate();
        String backend = backend(a);
        Connection stale = a.unwrap(Session.class).doReturningWork(connection -> connection);
        Transaction ended = transactions.getTransaction();
        end.run();
        awaitRollback(ended);
        assertNothingLeft(stage.dataSource(), backend);
        Global.committed(() -> {
            EntityManager b = open(stage.factory(), B);
            assertThat(seen(b)).isEqualTo("b30");
            assertThatThrownBy(() -> value(stale, JtaUnit.SEEN))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("closed");
            assertThat(seen(b)).isEqualTo("b30");
        });
        assertThat(database.value(Role.SUPERUSER, "select count(*) from item where id = 3000"))
                .isEqualTo("0");
    }

    /** It stays with the thread that began it until that is told to leave it. */
    private void awaitRollback(Transaction ended) throws Exception {
        await().until(() -> ended.getStatus() == Status.STATUS_ROLLEDBACK);
        transactions.suspend();
    }

    /** The reaper ends the transaction while the server still works on a statement of it. */
    @OnAgroal
    void a_timeout_in_the_middle_of_a_statement_leaves_nothing(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        transactions.setTransactionTimeout(2);
        try {
            transactions.begin();
            EntityManager a = open(stage.factory(), A);
            String backend = backend(a);
            assertThatThrownBy(() -> a.createNativeQuery("select pg_sleep(5)").getResultList())
                    .hasStackTraceContaining("select pg_sleep(5)");
            assertThatThrownBy(() -> seen(a)).hasStackTraceContaining("rolled back");
            awaitRollback(transactions.getTransaction());
            assertNothingLeft(stage.dataSource(), backend);
        } finally {
            transactions.setTransactionTimeout(0);
        }
    }

    @OnAgroal
    void listeners_work_for_their_own_tenants(Pool pool) throws Exception {
        Stage stage = stages.of(pool);
        TransactionSynchronizationRegistry registry = new TransactionSynchronizationRegistryImple();
        for (boolean commit : new boolean[] {true, false}) {
            List<String> done = new ArrayList<>();
            Global.ended(commit, () -> {
                EntityManager a = open(stage.factory(), A);
                EntityManager b = open(stage.factory(), B);
                registry.putResource(A, a);
                seen(a);
                registry.registerInterposedSynchronization(new Synchronization() {
                    @Override
                    public void beforeCompletion() {
                        done.add("before " + seen(b) + seen((EntityManager) registry.getResource(A)));
                    }

                    @Override
                    public void afterCompletion(int status) {
                        done.add(CompletableFuture.supplyAsync(() -> {
                                    try (EntityManager c = open(stage.factory(), C)) {
                                        return "after " + seen(c);
                                    }
                                })
                                .join());
                    }
                });
            });
            assertThat(done)
                    .containsExactly(commit ? new String[] {"before b30a30", "after c30"} : new String[] {"after c30"});
            assertNothingLeft(stage.dataSource());
        }
    }
}
