// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.ROWS;
import static io.github.tenantrls.tests.jta.JtaUnit.assertNothingLeft;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tenants.TenantFailure;
import io.github.tenantrls.tests.jta.JtaUnit.Child;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The work for each tenant is a transaction of the transaction manager, and the next tenant's another one. */
@ExtendWith(DatabaseExtension.class)
class ForEachTenantJtaIT {

    private static Database database;

    @BeforeAll
    static void create() {
        JtaUnit.create(database);
    }

    @BeforeEach
    void reset() {
        database.sql(Role.SUPERUSER, "delete from child", "update item set name = left(tenant_id::text, 1)");
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void each_tenant_changes_its_own_rows(Pool pool) throws Exception {
        DataSource dataSource = pool.on(database);
        try (SessionFactory factory = JtaUnit.factories(database, dataSource).open()) {
            List<Integer> changed = Collections.synchronizedList(new ArrayList<>());
            ForEachReport report = ForEachTenant.of(factory, List.of(A, B, C))
                    .parallelism(2)
                    .run((em, tenant) -> {
                        assertThat(Pool.transactions().getStatus()).isEqualTo(Status.STATUS_ACTIVE);
                        changed.add(change(em));
                    });
            assertThat(report.throwIfFailed().done()).isEqualTo(3);
            assertThat(changed).containsExactly(ROWS, ROWS, ROWS);
            assertThat(names()).containsExactly("a:a!", "b:b!", "c:c!", "d:d");
            assertNothingLeft(dataSource);
        }
    }

    @Test
    void without_policies_each_would_change_the_rows_of_all() throws Exception {
        TestSchema.of(database).unprotect("item");
        try (SessionFactory factory = JtaUnit.factories(database, Pool.AGROAL.on(database))
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            ForEachTenant.of(factory, List.of(A))
                    .run((em, tenant) -> change(em))
                    .throwIfFailed();
            assertThat(names()).containsExactly("a:a!", "b:b!", "c:c!", "d:d!");
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    /** Not on DBCP, from whose managed pool the transaction manager does not hear that a commit has failed. */
    @ParameterizedTest
    @EnumSource(
            value = Pool.class,
            names = {"AGROAL", "AGROAL_XA"})
    void who_fails_leaves_nothing_whether_in_the_action_or_in_the_commit(Pool pool) throws Exception {
        try (SessionFactory factory =
                JtaUnit.factories(database, pool.on(database)).open()) {
            ForEachReport report = ForEachTenant.of(factory, List.of(A, B, C)).run((em, tenant) -> {
                change(em);
                if (tenant.equals(A)) {
                    throw new IllegalStateException("on purpose");
                }
                if (tenant.equals(B)) {
                    em.persist(new Child(1, -1)); // of no item, which is looked at in the commit
                }
            });
            assertThat(report.done()).isEqualTo(1);
            assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(A, B);
            assertThat(report.failures().get(0).cause()).hasMessage("on purpose");
            assertThat(names()).containsExactly("a:a", "b:b", "c:c!", "d:d");
        }
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void an_error_of_the_database_that_the_action_has_swallowed_is_a_failure(Pool pool) throws Exception {
        try (SessionFactory factory =
                JtaUnit.factories(database, pool.on(database)).open()) {
            ForEachReport report = ForEachTenant.of(factory, List.of(A)).run((em, tenant) -> {
                change(em);
                em.unwrap(Session.class).doWork(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        assertThatThrownBy(() -> statement.execute("select 1 / 0"))
                                .isInstanceOf(SQLException.class);
                    }
                });
            });
            assertThat(report.failures())
                    .singleElement()
                    .satisfies(failure ->
                            assertThat(failure.cause()).hasMessageContaining("the database has refused a statement"));
            assertThat(names()).containsExactly("a:a", "b:b", "c:c", "d:d");
        }
    }

    /**
     * As after a timeout: the transaction manager ends the transaction, but leaves it with its thread. Not on Agroal without
     * XA, which commits then (3.2.1, and without this library too).
     */
    @Test
    void a_transaction_rolled_back_by_another_thread_is_a_failure_and_nothing_to_the_next_tenant() throws Exception {
        try (SessionFactory factory =
                JtaUnit.factories(database, Pool.AGROAL_XA.on(database)).open()) {
            ForEachReport report = ForEachTenant.of(factory, List.of(A, B)).run((em, tenant) -> {
                change(em);
                if (tenant.equals(A)) {
                    Transaction own = Pool.transactions().getTransaction();
                    CompletableFuture.runAsync(() -> rollback(own)).get();
                }
            });
            assertThat(report.done()).isEqualTo(1);
            assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(A);
            assertThat(names()).containsExactly("a:a", "b:b!", "c:c", "d:d");
        }
    }

    @Test
    void the_transaction_of_the_caller_is_not_touched() throws Exception {
        try (SessionFactory factory =
                JtaUnit.factories(database, Pool.AGROAL.on(database)).open()) {
            Pool.transactions().begin();
            try {
                ForEachTenant.of(factory, List.of(A))
                        .run((em, tenant) -> change(em))
                        .throwIfFailed();
                assertThat(names()).containsExactly("a:a!", "b:b", "c:c", "d:d");
                assertThat(Pool.transactions().getStatus()).isEqualTo(Status.STATUS_ACTIVE);
            } finally {
                Pool.transactions().rollback();
            }
            assertThat(names()).contains("a:a!");
        }
    }

    @Test
    void without_a_user_transaction_it_is_refused_before_any_tenant_is_begun() throws Exception {
        try (SessionFactory factory = JtaUnit.factories(database, Pool.AGROAL.on(database))
                .with(
                        "hibernate.transaction.jta.platform",
                        "org.hibernate.engine.transaction.jta.platform.internal.NoJtaPlatform")
                .with("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
                .open()) {
            assertThatThrownBy(() -> ForEachTenant.of(factory, List.of(A)).run((em, tenant) -> change(em)))
                    .isInstanceOf(TenantRlsException.class)
                    .hasMessage("Persistence unit tests: its transactions are those of JTA, but Hibernate knows no"
                            + " UserTransaction to begin them with; name the platform in"
                            + " hibernate.transaction.jta.platform");
        }
    }

    private static int change(EntityManager session) {
        return session.createQuery("update Item set name = concat(name, '!')").executeUpdate();
    }

    private static List<String> names() {
        return database.query(
                Role.SUPERUSER, "select distinct left(tenant_id::text, 1) || ':' || name from item order by 1");
    }

    private static void rollback(Transaction transaction) {
        try {
            transaction.rollback();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
