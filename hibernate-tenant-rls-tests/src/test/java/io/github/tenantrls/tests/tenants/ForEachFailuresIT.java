// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tenants.ForEachReport;
import io.github.tenantrls.tenants.ForEachTenant;
import io.github.tenantrls.tenants.TenantAction;
import io.github.tenantrls.tenants.TenantFailure;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.tenants.Items.Item;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant whose work fails leaves nothing, is reported with its exception, and keeps the others from nothing. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForEachFailuresIT {

    private final Items items;
    private final SessionFactory factory;

    ForEachFailuresIT(Database database) {
        items = new Items(database);
        items.create();
        factory =
                Items.factories(database).with("hibernate.agroal.maxSize", "2").open();
    }

    @BeforeEach
    void fill() {
        items.fill();
    }

    @AfterAll
    void close() {
        factory.close();
    }

    @Test
    void a_tenant_that_fails_leaves_nothing_and_the_others_go_on() {
        IllegalStateException refused = new IllegalStateException("on purpose");
        ForEachReport report = each(A, B, C).run((em, tenant) -> {
            Items.change(em);
            if (tenant.equals(B)) {
                throw refused;
            }
        });
        assertThat(report.done()).isEqualTo(2);
        assertThat(report.failures()).containsExactly(new TenantFailure(B, refused));
        assertThat(report.notBegun()).hasValue(0);
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c!", "d:d");
        assertThatThrownBy(report::throwIfFailed)
                .isInstanceOf(TenantRlsException.class)
                .hasMessage(
                        "The work failed for 1 of 3 tenants, and nothing of it is left for these; the cause is that of"
                                + " the first, and ForEachReport.failures() has each with its tenant")
                .hasCause(refused);
    }

    @Test
    void whatever_is_thrown_is_the_failure_of_its_tenant_alone() {
        Throwable error = new AssertionError("an error");
        Throwable checked = new IOException("checked");
        Throwable interrupted = new InterruptedException();
        ForEachReport report = each(A, B, C).run((em, tenant) -> {
            em.persist(new Item("new"));
            em.flush();
            sneak(tenant.equals(A) ? error : tenant.equals(B) ? checked : interrupted);
        });
        assertThat(report.failures())
                .containsExactly(
                        new TenantFailure(A, error), new TenantFailure(B, checked), new TenantFailure(C, interrupted));
        assertThat(items.all()).containsExactly("a:a", "b:b", "c:c", "d:d");
        assertThatThrownBy(report::throwIfFailed).satisfies(e -> {
            assertThat(e.getCause()).isSameAs(error);
            assertThat(e.getSuppressed()).containsExactly(checked, interrupted);
        });
    }

    @Test
    void a_commit_that_the_database_refuses_is_a_failure_of_its_tenant() {
        ForEachReport report = each(A, B, C).run((em, tenant) -> {
            em.persist(new Item(tenant.equals(B) ? "b" : "new")); // b has a b, and that is looked at in the commit
            em.flush();
        });
        assertThat(report.done()).isEqualTo(2);
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.tenant()).isEqualTo(B);
            assertThat(failure.cause())
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        });
        assertThat(items.all()).containsExactly("a:a", "a:new", "b:b", "c:c", "c:new", "d:d");
    }

    @Test
    void a_transaction_marked_for_rollback_is_a_failure() {
        ForEachReport report = each(A).run((em, tenant) -> {
            Items.change(em);
            em.getTransaction().setRollbackOnly();
        });
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause())
                        .isInstanceOf(RollbackException.class)
                        .hasMessageStartingWith("The transaction was marked for rollback"));
        assertThat(items.all()).contains("a:a");
    }

    /** Neither Hibernate nor the driver would say so. */
    @Test
    void an_error_of_the_database_that_the_action_has_swallowed_is_a_failure() {
        ForEachReport report = each(A, B).run((em, tenant) -> {
            Items.change(em);
            em.unwrap(Session.class).doWork(connection -> {
                try (Statement statement = connection.createStatement()) {
                    assertThatThrownBy(() -> statement.execute("select 1 / 0"))
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isEqualTo("22012"));
                }
            });
        });
        assertThat(report.done()).isZero();
        assertThat(report.failures())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure.cause())
                        .isInstanceOf(TenantRlsException.class)
                        .hasMessageStartingWith(
                                "Persistence unit tests: the database has refused a statement, and the action went"
                                        + " on as if it had not"));
        assertThat(items.all()).containsExactly("a:a", "b:b", "c:c", "d:d");
    }

    @Test
    void a_statement_undone_by_a_savepoint_is_none() {
        each(A).run((em, tenant) -> {
                    Items.change(em);
                    em.unwrap(Session.class).doWork(connection -> {
                        Savepoint before = connection.setSavepoint();
                        try (Statement statement = connection.createStatement()) {
                            assertThatThrownBy(() -> statement.execute("select 1 / 0"))
                                    .isInstanceOf(SQLException.class);
                        }
                        connection.rollback(before);
                    });
                })
                .throwIfFailed();
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void an_action_that_does_nothing_is_done() {
        assertThat(each(A, B).run((em, tenant) -> {}).throwIfFailed().done()).isEqualTo(2);
    }

    @Test
    void a_session_that_the_action_has_closed_is_a_failure_and_leaves_nothing() {
        for (int i = 0; i < 3; i++) { // the pool has two connections
            ForEachReport report = each(A).run((em, tenant) -> {
                Items.change(em);
                em.close();
            });
            assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(A);
        }
        assertThat(items.all()).contains("a:a");
        each(B).run((em, tenant) -> Items.change(em)).throwIfFailed();
    }

    @Test
    void identifiers_that_are_none_fail_alone_and_are_not_repeated() {
        ForEachReport report = each("no uuid at all", 1.5, A).run((em, tenant) -> Items.change(em));
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly("no uuid at all", 1.5);
        assertThat(report.failures())
                .allSatisfy(failure -> assertThat(failure.cause())
                        .isInstanceOf(InvalidTenantException.class)
                        .hasMessageNotContaining("no uuid at all"));
    }

    @Test
    void told_to_stop_it_begins_no_further_tenant() {
        ForEachReport report = each(A, B, C).stopOnFailure().run((em, tenant) -> {
            Items.change(em);
            if (tenant.equals(B)) {
                throw new IllegalStateException("on purpose");
            }
        });
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(B);
        assertThat(report.notBegun()).hasValue(1);
        assertThat(report.cancelled()).isFalse();
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void failures_are_in_the_order_of_the_tenants_whichever_was_first() {
        ForEachReport report = each(A, B).parallelism(2).run(new TenantAction() {
            private boolean otherHasFailed;

            @Override
            public synchronized void run(EntityManager em, Object tenant) throws InterruptedException {
                while (tenant.equals(A) && !otherHasFailed) {
                    wait();
                }
                otherHasFailed = true;
                notifyAll();
                throw new IllegalStateException("on purpose");
            }
        });
        assertThat(report.failures()).extracting(TenantFailure::tenant).containsExactly(A, B);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tenants_that_cannot_be_read_to_the_end_end_the_run_with_an_exception(boolean isNull) {
        IllegalStateException onPurpose = new IllegalStateException("on purpose");
        Iterable<@Nullable UUID> tenants = () -> Arrays.<@Nullable UUID>asList(A, B, null).stream()
                .peek(tenant -> {
                    if (!isNull && tenant == null) {
                        throw new NoSuchElementException("the next page");
                    }
                })
                .iterator();
        assertThatThrownBy(() -> ForEachTenant.of(factory, tenants).run((em, tenant) -> {
                    Items.change(em);
                    if (tenant.equals(B)) {
                        throw onPurpose;
                    }
                }))
                .isInstanceOf(TenantRlsException.class)
                .hasMessage(
                        "The run was broken off when the next tenant was to be read; until then the work was done for 1"
                                + " tenants and failed for 1, and is to be done for those after them; see the cause for what is"
                                + " to be mended")
                .hasSuppressedException(onPurpose)
                .cause()
                .hasMessage(isNull ? "a tenant is null" : "the next page");
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void after_failures_the_pool_is_as_good_as_before() {
        each(A, B, C).parallelism(2).run((em, tenant) -> {
            em.createNativeQuery("select 1 / 0").getSingleResult();
        });
        TenantContext.runAs(
                A,
                () -> assertThatCode(() -> factory.runInTransaction(em -> Items.change(em)))
                        .doesNotThrowAnyException());
        assertThat(items.all()).containsExactly("a:a!", "b:b", "c:c", "d:d");
    }

    @Test
    void no_thread_is_no_way_to_do_it() {
        assertThatThrownBy(() -> each(A).parallelism(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The work cannot be done by 0 threads; give at least 1");
    }

    private ForEachTenant each(Object... tenants) {
        return ForEachTenant.of(factory, List.of(tenants));
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
