// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.ROWS;
import static io.github.tenantrls.tests.jta.JtaUnit.assertNothingLeft;
import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.readAndClose;
import static io.github.tenantrls.tests.jta.JtaUnit.readEachRow;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.seenByText;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.JtaUnit.Child;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several sessions in one transaction of Narayana share a physical connection, and each works for its own tenant. */
@ExtendWith(DatabaseExtension.class)
class JtaIT {

    private static Database database;

    @BeforeAll
    static void create() {
        JtaUnit.create(database);
    }

    @AfterEach
    void no_transaction_is_left() throws Exception {
        if (Pool.transactions().getStatus() != Status.STATUS_NO_TRANSACTION) {
            Pool.transactions().rollback();
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void three_tenants_take_turns_on_one_connection(Pool pool) throws Exception {
        DataSource dataSource = pool.on(database);
        try (SessionFactory factory = factory(dataSource);
                SessionFactory other = factory(dataSource)) {
            for (boolean commit : new boolean[] {true, false}) {
                Pool.transactions().begin();
                EntityManager a = open(factory, A);
                EntityManager b = open(other, B);
                EntityManager c = open(factory, C);
                for (int turn = 0; turn < 3; turn++) {
                    assertThat(List.of(seen(a), seen(b), seen(c))).containsExactly("a30", "b30", "c30");
                    assertThat(List.of(backend(b), backend(c))).containsOnly(backend(a));
                }
                end(commit);
                assertNothingLeft(dataSource);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void without_policies_they_would_see_each_others_rows(Pool pool) throws Exception {
        TestSchema.of(database).unprotect("item");
        try (SessionFactory factory = JtaUnit.factories(database, pool.on(database))
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            Pool.transactions().begin();
            assertThat(seen(open(factory, A))).isEqualTo("a30b30c30d30");
            end(false); // or else the policies could not be made again
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    /** The transaction is resumed on both threads, as by context propagation. */
    @ParameterizedTest
    @EnumSource(
            value = Pool.class,
            names = {"AGROAL", "AGROAL_XA"})
    void two_threads_in_one_transaction_do_not_see_each_others_rows(Pool pool) throws Exception {
        try (SessionFactory factory = factory(pool.on(database))) {
            Pool.transactions().begin();
            EntityManager a = open(factory, A);
            EntityManager b = open(factory, B);
            seen(a);
            seen(b);
            Transaction transaction = Pool.transactions().suspend();
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                Set<String> seen = ConcurrentHashMap.newKeySet();
                List<Future<?>> work = new ArrayList<>();
                for (EntityManager session : List.of(a, b)) {
                    work.add(threads.submit(() -> {
                        Pool.transactions().resume(transaction);
                        for (int i = 0; i < 300; i++) {
                            seen.add((session == a ? "a saw " : "b saw ")
                                    + (i % 2 == 0 ? seen(session) : seenByText(session)));
                        }
                        return Pool.transactions().suspend();
                    }));
                }
                for (Future<?> one : work) {
                    one.get();
                }
                assertThat(seen).containsExactlyInAnyOrder("a saw a30", "b saw b30");
            } finally {
                threads.shutdownNow();
                Pool.transactions().resume(transaction);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_stream_is_not_cut_off_by_another_session_of_its_tenant(Pool pool) throws Exception {
        try (SessionFactory factory = factory(pool.on(database))) {
            Pool.transactions().begin();
            EntityManager reader = open(factory, A);
            readEachRow(reader); // or else an index would have found all rows at the first fetch
            int read = 0;
            try (Stream<String> names = reader.createQuery("select name from Item", String.class)
                    .setHint("org.hibernate.fetchSize", 10)
                    .getResultStream()) {
                Iterator<String> rows = names.iterator();
                while (rows.hasNext()) {
                    rows.next();
                    if (++read == 5) {
                        readAndClose(factory, A);
                    }
                }
            }
            assertThat(read).isEqualTo(ROWS);
            end(true);
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void constraints_of_one_tenant_are_checked_at_the_commit_whatever_else_its_sessions_do(Pool pool) throws Exception {
        try (SessionFactory factory = factory(pool.on(database))) {
            Pool.transactions().begin();
            EntityManager writer = open(factory, A);
            writer.persist(new Child(1, 1001));
            writer.flush();
            readAndClose(factory, A);
            writer.persist(new Item(1001, "late"));
            end(true);
            database.sql(Role.SUPERUSER, "delete from child", "delete from item where id = 1001");
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void a_transaction_does_not_depend_on_the_tenant_of_the_one_before(Pool pool) throws Exception {
        try (SessionFactory factory = factory(pool.on(database))) {
            for (int i = 0; i < 4; i++) { // the pool has two connections
                Pool.transactions().begin();
                assertThat(seen(open(factory, B))).isEqualTo("b30");
                end(true);
                Pool.transactions().begin();
                EntityManager writer = open(factory, A);
                writer.persist(new Child(2, 1002));
                writer.flush();
                writer.persist(new Item(1002, "late"));
                end(true);
                database.sql(Role.SUPERUSER, "delete from child", "delete from item where id = 1002");
            }
        }
    }

    @Test
    void a_pool_that_exchanges_the_connection_under_a_session_is_refused() throws Exception {
        try (SessionFactory factory = factory(Pool.DBCP.on(database))) {
            EntityManager a = open(factory, A);
            EntityManager b = open(factory, B);
            try (Stream<String> names =
                    a.createQuery("select name from Item", String.class).getResultStream()) {
                names.iterator().next(); // outside the transaction, and so on a connection of its own
                Pool.transactions().begin();
                a.joinTransaction();
                b.joinTransaction();
                assertThat(seen(b)).isEqualTo("b30");
                assertThatThrownBy(() -> seen(a))
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageContaining("has exchanged the database connection under a session");
                assertThat(seen(b)).isEqualTo("b30");
                assertThat(b.createQuery("delete from Item where name = 'a'").executeUpdate())
                        .isZero();
            }
            end(false);
        }
    }

    @Test
    void a_data_source_that_hides_its_connections_is_refused() throws Exception {
        DataSource agroal = Pool.AGROAL.on(database);
        DataSource hiding =
                proxy(DataSource.class, agroal, connection -> proxy(Connection.class, connection, any -> any));
        try (SessionFactory factory = factory(hiding)) {
            Pool.transactions().begin();
            assertThatThrownBy(() -> seen(open(factory, A)))
                    .hasStackTraceContaining(
                            "use a DataSource whose connections unwrap to those of the PostgreSQL driver");
        }
    }

    private static SessionFactory factory(DataSource dataSource) {
        return JtaUnit.factories(database, dataSource).open();
    }

    private static void end(boolean commit) throws Exception {
        if (commit) {
            Pool.transactions().commit();
        } else {
            Pool.transactions().rollback();
        }
    }

    /** Answers that it is no wrapper, and has what its methods return changed. */
    private static <T> T proxy(Class<T> type, Object target, UnaryOperator<Object> results) {
        return type.cast(Proxy.newProxyInstance(
                JtaIT.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return false;
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals("getConnection") ? results.apply(result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
