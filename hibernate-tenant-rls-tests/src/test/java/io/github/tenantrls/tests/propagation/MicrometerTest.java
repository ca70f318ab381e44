// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.propagation.TenantThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order in which Micrometer's scopes are opened and closed does not matter: no tenant stays, none comes back. */
class MicrometerTest {

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().clearMissing(true).build();
    private final ContextSnapshot ofA = TenantContext.callAs(A, () -> snapshots.captureAll());
    private final ContextSnapshot ofB = TenantContext.callAs(B, () -> snapshots.captureAll());

    @AfterEach
    void nothing_is_left() {
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.isSystem()).isFalse();
    }

    @Test
    void scopes_nest() {
        TenantContext.runAs(C, () -> {
            try (ContextSnapshot.Scope outer = ofA.setThreadLocals()) {
                try (ContextSnapshot.Scope inner = ofB.setThreadLocals()) {
                    assertThat(TenantContext.required()).isEqualTo(B);
                }
                assertThat(TenantContext.required()).isEqualTo(A);
            }
            assertThat(TenantContext.required()).isEqualTo(C);
        });
    }

    @Test
    void a_scope_closed_twice_takes_away_nothing_of_others() {
        ContextSnapshot.Scope outer = ofA.setThreadLocals();
        ContextSnapshot.Scope inner = ofB.setThreadLocals();
        inner.close();
        inner.close();
        assertThat(TenantContext.required()).isEqualTo(A);
        outer.close();
        outer.close();
    }

    @Test
    void scopes_closed_in_the_wrong_order_bring_no_tenant_back() {
        ContextSnapshot.Scope outer = ofA.setThreadLocals();
        ContextSnapshot.Scope inner = ofB.setThreadLocals();
        outer.close();
        assertThat(TenantContext.current()).isEmpty();
        inner.close();
        assertThat(TenantContext.current()).isEmpty();
    }

    @Test
    void the_system_goes_on_afterwards() {
        TenantContext.runAsSystem("a test", () -> {
            try (ContextSnapshot.Scope scope = ofA.setThreadLocals()) {
                assertThat(TenantContext.required()).isEqualTo(A);
                assertThat(TenantContext.isSystem()).isFalse();
            }
            assertThat(TenantContext.isSystem()).isTrue();
        });
    }

    /** As when the context comes from elsewhere, such as Reactor's, into which nobody has put a tenant. */
    @Test
    void a_context_without_the_key_hides_the_tenant_where_missing_values_are_cleared() {
        ContextRegistry others = new ContextRegistry();
        others.registerContextAccessor(new MapAccessor());
        others.registerThreadLocalAccessor(new TenantThreadLocalAccessor());
        TenantContext.runAs(A, () -> {
            try (ContextSnapshot.Scope scope = ContextSnapshotFactory.builder()
                    .contextRegistry(others)
                    .clearMissing(true)
                    .build()
                    .captureFrom(new HashMap<>(Map.of("other", "value")))
                    .setThreadLocals()) {
                assertThat(TenantContext.current()).isEmpty();
            }
            assertThat(TenantContext.required()).isEqualTo(A);
        });
    }
}
