// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether anything says which tenant a request is for. */
final class OnRequestsForTenants extends AnyNestedCondition {

    OnRequestsForTenants() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnBean(TenantResolver.class)
    static final class AResolver {}

    @ConditionalOnBean(TenantStrategy.class)
    static final class AWay {}

    @Conditional(Settings.class)
    static final class SettingsForIt {}

    static final class Settings implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return BootSettings.hasWeb(context.getEnvironment());
        }
    }
}
