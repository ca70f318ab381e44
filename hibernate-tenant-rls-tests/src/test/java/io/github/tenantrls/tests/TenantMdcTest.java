// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMdc;
import io.github.tenantrls.propagation.TenantExecutors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantMdcTest {

    @BeforeEach
    void enable() {
        TenantMdc.enable();
    }

    @AfterEach
    void disable() {
        TenantMdc.disable();
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void it_is_off_unless_it_is_switched_on() {
        TenantMdc.disable();
        TenantContext.runAs(A, () -> assertThat(shown()).isNull());
    }

    @Test
    void the_key_has_the_tenant_of_the_innermost_block() {
        TenantContext.runAs(A, () -> {
            assertThat(shown()).isEqualTo(A.toString());
            TenantContext.runAs(B, () -> assertThat(shown()).isEqualTo(B.toString()));
            TenantContext.withoutTenant(() -> assertThat(shown()).isNull());
            TenantContext.runAsSystem("a test", () -> {
                assertThat(shown()).isEqualTo("(system)");
                TenantContext.runAs(42L, () -> assertThat(shown()).isEqualTo("42"));
                assertThat(shown()).isEqualTo("(system)");
            });
            assertThat(shown()).isEqualTo(A.toString());
        });
        assertThat(shown()).isNull();
    }

    @Test
    void what_others_have_put_there_comes_back() {
        MDC.put("tenant", "of the gateway");
        TenantContext.runAs(A, () -> assertThat(shown()).isEqualTo(A.toString()));
        assertThat(shown()).isEqualTo("of the gateway");
        MDC.remove("tenant");
    }

    @Test
    void it_comes_back_after_an_exception() {
        assertThatThrownBy(() -> TenantContext.runAs(A, () -> {
                    throw new IllegalStateException("a test");
                }))
                .hasMessage("a test");
        assertThat(shown()).isNull();
    }

    @Test
    void scopes_closed_in_the_wrong_order_leave_nothing_behind() {
        TenantContext.Scope outer = TenantContext.open(A);
        TenantContext.Scope inner = TenantContext.open(B);
        outer.close();
        assertThat(shown()).isEqualTo(B.toString());
        inner.close();
        inner.close();
        assertThat(shown()).isNull();
    }

    @Test
    void another_key_is_used_from_the_next_scope_on() {
        TenantContext.runAs(A, () -> {
            TenantMdc.enable("customer");
            TenantContext.runAs(B, () -> {
                assertThat(MDC.get("customer")).isEqualTo(B.toString());
                assertThat(shown()).isEqualTo(A.toString());
            });
            assertThat(MDC.get("customer")).isNull();
            TenantMdc.disable();
        });
        assertThat(shown()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme | acme",
                "Acme-1_x.y:z@h/p+q | Acme-1_x.y:z@h/p+q",
                "'a\nERROR forged' | a?ERROR?forged",
                "(system) | ?system?",
                "'x, user=admin' | x??user?admin",
                "m\u00fcller | m?ller"
            })
    void an_identifier_is_shown_without_what_could_forge_a_line(String tenant, String expected) {
        TenantContext.runAs(tenant, () -> assertThat(shown()).isEqualTo(expected));
    }

    @Test
    void a_long_identifier_is_cut() {
        TenantContext.runAs("x".repeat(1000), () -> assertThat(shown()).isEqualTo("x".repeat(TenantMdc.MAX_LENGTH)));
    }

    @Test
    void it_travels_with_the_tenant_and_leaves_nothing_on_a_pooled_thread() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            assertThat(TenantContext.<Object, Exception>callAs(
                            A,
                            () -> TenantExecutors.wrap(pool)
                                    .submit(TenantMdcTest::shown)
                                    .get()))
                    .isEqualTo(A.toString());
            assertThat(pool.submit(TenantMdcTest::shown).get()).isNull();
        } finally {
            pool.shutdownNow();
        }
    }

    private static Object shown() {
        return MDC.get("tenant");
    }
}
