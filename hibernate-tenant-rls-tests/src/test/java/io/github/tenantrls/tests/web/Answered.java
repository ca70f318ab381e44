// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRefusal;
import io.github.tenantrls.web.TenantRefusedException;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantResolverBuilder;
import io.github.tenantrls.web.TenantStrategy;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/** What tests expect of a resolver. */
final class Answered {

    private Answered() {}

    /** A builder for which every text is a tenant. */
    static TenantResolverBuilder by(TenantStrategy... strategies) {
        return TenantResolver.builder()
                .lookup(TenantLookup.identifiers(TenantColumnType.TEXT))
                .access(TenantAccess.anyone())
                .strategies(strategies);
    }

    static void assertTenant(TenantResolver resolver, TenantRequest request, Object tenant) {
        Assertions.assertThat(resolver.resolve(request)).contains(tenant);
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            TenantResolver resolver, TenantRequest request, TenantRefusal refusal) {
        Throwable thrown = Assertions.catchThrowable(() -> resolver.resolve(request));
        Assertions.assertThat(thrown).isInstanceOf(TenantRefusedException.class);
        Assertions.assertThat(((TenantRefusedException) thrown).refusal()).isEqualTo(refusal);
        return Assertions.assertThat(thrown);
    }
}
