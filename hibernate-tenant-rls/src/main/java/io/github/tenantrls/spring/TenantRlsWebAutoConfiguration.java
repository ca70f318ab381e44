// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantRequest;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import io.github.tenantrls.web.TenantWebSettings;
import io.github.tenantrls.web.servlet.TenantFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Has each HTTP request work for its tenant, where {@code hibernate.tenant-rls.web.*} says which that is, or a {@link
 * TenantResolver} of the application's own does.
 *
 * <p>Beans of the types {@link TenantAccess}, {@link TenantStrategy} and {@link TenantAnswers} are taken for the settings {@code
 * web.access}, {@code web.custom} and {@code web.answers}.
 */
@AutoConfiguration(after = TenantRlsTenantsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
@ConditionalOnBean(TenantLookup.class)
@Conditional(OnRequestsForTenants.class)
public class TenantRlsWebAutoConfiguration {

    /** Creates the configuration; Spring does. */
    public TenantRlsWebAutoConfiguration() {}

    /**
     * What finds the tenant of each request.
     *
     * @param environment where the settings are
     * @param lookup what finds the tenants that requests state
     * @param access who may act for which tenant
     * @param strategy a way of the application's own to state one
     * @return the resolver
     */
    @Bean
    @ConditionalOnMissingBean
    TenantResolver tenantResolver(
            Environment environment,
            TenantLookup lookup,
            ObjectProvider<TenantAccess> access,
            ObjectProvider<TenantStrategy> strategy) {
        Map<String, Object> settings = BootSettings.of(environment);
        access.ifAvailable(bean -> WebBeans.put(settings, TenantWebSettings.ACCESS, bean));
        strategy.ifAvailable(bean -> WebBeans.put(settings, TenantWebSettings.CUSTOM, bean));
        return TenantResolver.of(settings, lookup);
    }

    /**
     * How refused requests are answered.
     *
     * @param environment where the settings are
     * @return the answers
     */
    @Bean
    @ConditionalOnMissingBean
    TenantAnswers tenantAnswers(Environment environment) {
        return TenantAnswers.of(BootSettings.of(environment));
    }

    /**
     * The filter, for all requests and dispatches, behind that of Spring Security.
     *
     * @param resolver what finds the tenant of each request
     * @param answers how refused requests are answered
     * @param environment where the settings are
     * @return its registration
     */
    @Bean
    @ConditionalOnMissingBean(name = "tenantFilterRegistration")
    FilterRegistrationBean<TenantFilter> tenantFilterRegistration(
            TenantResolver resolver, TenantAnswers answers, Environment environment) {
        OpenInView.warnIfOn(environment);
        UnaryOperator<TenantRequest> security =
                FilterOrder.isSecured() ? SecuredRequest::new : UnaryOperator.identity();
        FilterRegistrationBean<TenantFilter> registration =
                new FilterRegistrationBean<>(new TenantFilter(resolver, answers, security));
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        registration.setOrder(FilterOrder.of(environment));
        return registration;
    }
}
