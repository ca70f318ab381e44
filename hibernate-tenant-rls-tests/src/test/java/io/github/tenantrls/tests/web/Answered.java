// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return assertThatThrownBy(() -> resolver.resolve(request))
                .isInstanceOf(TenantRefusedException.class)
                .extracting(
                        thrown -> (TenantRefusedException) thrown,
                        org.assertj.core.api.InstanceOfAssertFactories.throwable(TenantRefusedException.class))
                .satisfies(thrown -> Assertions.assertThat(((TenantRefusedException) thrown).refusal())
                        .isEqualTo(refusal));
    }
}
