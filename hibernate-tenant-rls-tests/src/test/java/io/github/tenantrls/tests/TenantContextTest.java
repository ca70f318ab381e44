// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantContextTest {

    @AfterEach
    void nothing_is_left_on_the_thread() {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.isSystem()).isFalse();
    }

    @Test
    void a_block_runs_for_its_tenant_and_the_one_before_is_put_back() {
        TenantContext.runAs(A, () -> {
            TenantContext.runAs(B, () -> assertThat(TenantContext.current()).contains(B));
            assertThat(TenantContext.current()).contains(A);
        });
    }

    @Test
    void a_call_returns_its_value() {
        assertThat(TenantContext.<Object, RuntimeException>callAs(A, TenantContext::required))
                .isEqualTo(A);
    }

    @Test
    void a_checked_exception_passes_through_as_it_is_and_the_tenant_is_put_back() {
        IOException failure = new IOException("disk");
        TenantContext.runAs(A, () -> {
            assertThatThrownBy(() -> TenantContext.runAs(B, () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(TenantContext.required()).isEqualTo(A);
        });
    }

    @Test
    void without_tenant_hides_the_tenant_for_the_block() {
        TenantContext.runAs(A, () -> {
            TenantContext.withoutTenant(
                    () -> assertThat(TenantContext.current()).isEmpty());
            assertThat(TenantContext.required()).isEqualTo(A);
        });
    }

    @Test
    void a_required_tenant_that_is_missing_names_the_remedy() {
        assertThatThrownBy(TenantContext::required)
                .isInstanceOf(MissingTenantException.class)
                .hasMessage("No tenant is set for this thread, and none is inherited from another; wrap the work in"
                        + " TenantContext.runAs(tenant, ..)");
    }

    @Test
    void scopes_nest_and_close_once() {
        TenantContext.Scope outer = TenantContext.open(A);
        try (TenantContext.Scope inner = TenantContext.open(B)) {
            assertThat(TenantContext.required()).isEqualTo(B);
            inner.close();
            assertThat(TenantContext.required()).isEqualTo(A);
        }
        assertThat(TenantContext.required()).isEqualTo(A);
        outer.close();
    }

    @Test
    void scopes_closed_in_the_wrong_order_leave_nothing_behind() {
        TenantContext.Scope outer = TenantContext.open(A);
        TenantContext.Scope inner = TenantContext.open(B);
        outer.close();
        assertThat(TenantContext.required()).isEqualTo(B);
        inner.close();
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void a_scope_is_not_closed_by_another_thread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor(task -> new Thread(task, "other"));
        try (TenantContext.Scope scope = TenantContext.open(A)) {
            assertThatThrownBy(() -> other.submit(scope::close).get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("A tenant scope must be closed on the thread that opened it");
            assertThat(TenantContext.required()).isEqualTo(A);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_pool_thread_neither_inherits_a_tenant_nor_keeps_one() throws Exception {
        ExecutorService pool = TenantContext.callAs(A, () -> Executors.newSingleThreadExecutor());
        try {
            TenantContext.runAs(
                    A,
                    () -> assertThat(pool.submit(TenantContext::current).get()).isEmpty());
            pool.submit(() -> TenantContext.runAs(B, () -> {})).get();
            assertThat(pool.submit(TenantContext::current).get()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    static Object[] identifiers() {
        return new Object[] {A, "acme", 42L, 42};
    }

    @ParameterizedTest
    @MethodSource("identifiers")
    void an_identifier_is_kept_as_it_was_given(Object tenant) {
        TenantContext.runAs(tenant, () -> assertThat(TenantContext.required()).isSameAs(tenant));
    }

    static Object[] others() {
        return new Object[] {null, "", 'a', 1.5, List.of("acme")};
    }

    @ParameterizedTest
    @MethodSource("others")
    void anything_else_is_refused_before_the_block_runs(Object tenant) {
        AtomicBoolean ran = new AtomicBoolean();
        assertThatThrownBy(() -> TenantContext.runAs(tenant, () -> ran.set(true)))
                .isInstanceOf(InvalidTenantException.class)
                .hasMessageStartingWith(
                        "A tenant identifier must be a UUID, a non-empty String, a Long or an Integer, not ");
        assertThat(ran).isFalse();
    }
}
