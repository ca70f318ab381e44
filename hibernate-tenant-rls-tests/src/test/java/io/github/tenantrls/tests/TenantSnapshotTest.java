// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantSnapshotTest {

    private final TenantSnapshot ofA = TenantContext.callAs(A, TenantContext::snapshot);

    @AfterEach
    void nothing_is_left_on_the_thread() {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.isSystem()).isFalse();
    }

    @Test
    void everything_wrapped_works_for_its_tenant_and_gives_the_thread_back() throws Exception {
        TenantContext.runAs(B, () -> {
            List<Object> seen = new ArrayList<>();
            ofA.wrap(() -> {
                        seen.add(TenantContext.required());
                    })
                    .run();
            seen.add(ofA.wrap(TenantContext::required).call());
            seen.add(ofA.supplier(TenantContext::required).get());
            seen.add(ofA.function(x -> TenantContext.required()).apply("x"));
            ofA.<List<Object>>consumer(list -> list.add(TenantContext.required()))
                    .accept(seen);
            ofA.executor(Runnable::run).execute(() -> seen.add(TenantContext.required()));
            ofA.run(() -> seen.add(TenantContext.required()));
            seen.add(ofA.<Object, RuntimeException>call(TenantContext::required));
            assertThat(seen).hasSize(8).containsOnly(A);
            assertThat(TenantContext.required()).isEqualTo(B);
        });
    }

    @Test
    void a_snapshot_without_tenant_hides_the_one_of_the_thread() {
        for (TenantSnapshot none : List.of(TenantContext.snapshot(), TenantSnapshot.none())) {
            TenantContext.runAs(B, () -> {
                none.run(() -> assertThat(TenantContext.current()).isEmpty());
                assertThat(TenantContext.required()).isEqualTo(B);
            });
        }
    }

    @Test
    void a_snapshot_taken_in_system_work_has_neither_the_system_nor_a_tenant() {
        TenantSnapshot taken = TenantContext.callAs(
                B,
                () -> TenantContext.<TenantSnapshot, RuntimeException>callAsSystem("a test", TenantContext::snapshot));
        taken.run(() -> {
            assertThat(TenantContext.isSystem()).isFalse();
            assertThat(TenantContext.current()).isEmpty();
        });
    }

    @Test
    void checked_exceptions_pass_through() {
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> ofA.run(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void scopes_that_a_task_forgot_end_with_it() {
        List<TenantContext.Scope> forgotten = new ArrayList<>();
        TenantContext.runAs(C, () -> {
            ofA.run(() -> {
                forgotten.add(TenantContext.open(B));
                forgotten.add(TenantSnapshot.none().open());
            });
            assertThat(TenantContext.required()).isEqualTo(C);
            forgotten.forEach(TenantContext.Scope::close);
            assertThat(TenantContext.required()).isEqualTo(C);
        });
    }

    @Test
    void closing_a_scope_again_ends_nothing_else() {
        TenantContext.runAs(C, () -> {
            TenantContext.Scope scope = ofA.open();
            scope.close();
            TenantContext.runAs(B, () -> {
                scope.close();
                assertThat(TenantContext.required()).isEqualTo(B);
            });
            assertThat(TenantContext.required()).isEqualTo(C);
        });
    }

    /** Or else whoever is around it would take its place, be it the system. */
    @Test
    void a_scope_that_is_closed_within_a_block_ends_no_block() {
        for (Closing within : Closing.values()) {
            TenantContext.runAsSystem("a test", () -> {
                TenantContext.Scope scope = TenantSnapshot.none().open();
                within.run(() -> {
                    scope.close();
                    assertThat(TenantContext.isSystem()).as("%s", within).isFalse();
                    assertThat(TenantContext.current()).as("%s", within).contains(B);
                });
                assertThat(TenantContext.isSystem()).isTrue();
            });
        }
    }

    /** Blocks of code for a tenant. */
    private enum Closing {
        RUN_AS {
            @Override
            void run(TenantContext.Action<RuntimeException> action) {
                TenantContext.runAs(B, action);
            }
        },
        SNAPSHOT {
            @Override
            void run(TenantContext.Action<RuntimeException> action) {
                TenantContext.callAs(B, TenantContext::snapshot).run(action);
            }
        };

        abstract void run(TenantContext.Action<RuntimeException> action);
    }
}
