// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.propagation.JakartaTenantProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ThreadContext;
import org.junit.jupiter.api.Test;

/** A tenant that a framework is told to clear is not there for the task, and is afterwards. */
class ClearedContextTest {

    @Test
    void microprofile_clears_the_tenant() {
        ThreadContext clearing =
                ThreadContext.builder().propagated().cleared("Tenant").build();
        TenantContext.runAs(A, () -> {
            Supplier<Object> cleared = clearing.contextualSupplier(TenantContext::current);
            assertThat(cleared.get()).hasToString("Optional.empty");
            assertThat(TenantContext.required()).isEqualTo(A);
        });
    }

    /** By hand: the reference implementation has no part that clears. */
    @Test
    void jakarta_concurrency_clears_the_tenant() {
        TenantContext.runAs(A, () -> {
            ThreadContextRestorer begun =
                    new JakartaTenantProvider().clearedContext(Map.of()).begin();
            assertThat(TenantContext.current()).isEmpty();
            begun.endContext();
            assertThat(TenantContext.required()).isEqualTo(A);
        });
    }

    @Test
    void both_call_it_the_same() {
        assertThat(new JakartaTenantProvider().getThreadContextType()).isEqualTo("Tenant");
    }
}
