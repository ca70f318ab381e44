// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import io.github.tenantrls.spring.TenantRlsAutoConfiguration;
import io.github.tenantrls.spring.TenantRlsHealthAutoConfiguration;
import io.github.tenantrls.spring.TenantRlsTenantsAutoConfiguration;
import io.github.tenantrls.spring.TenantRlsWebAutoConfiguration;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantAnswers;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantStrategy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is configured where, and what leaves it to the application; without a database. */
class AutoConfigurationTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            TenantRlsAutoConfiguration.class,
            TenantRlsTenantsAutoConfiguration.class,
            TenantRlsWebAutoConfiguration.class,
            TenantRlsHealthAutoConfiguration.class);

    private static final String HEADER = "hibernate.tenant-rls.web.header=X-Tenant-Id";
    private static final String ANYONE = "hibernate.tenant-rls.web.access=anyone";

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(OURS)
            .withBean(DataSource.class, () -> mock(DataSource.class))
            .withBean(TenantLookup.class, () -> stated -> stated);

    @Test
    void the_provider_and_the_resolver_are_named_for_hibernate() {
        web.run(context -> assertThat(hibernate(context))
                .containsEntry("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName())
                .containsEntry("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hibernate.tenant-rls.column-type=bigint", "hibernate.tenant_rls.column_type=bigint",
                "hibernate.tenantRls.columnType=bigint", "HIBERNATE.TENANT-RLS.COLUMN-TYPE=bigint"
            })
    void a_setting_may_be_written_in_any_way_of_spring_boot(String property) {
        web.withPropertyValues(property)
                .run(context ->
                        assertThat(hibernate(context)).containsEntry("hibernate.tenant_rls.column_type", "bigint"));
    }

    @Test
    void a_setting_may_be_a_variable_of_the_environment() {
        web.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("HIBERNATE_TENANTRLS_VERIFICATION_FAILON", "low"))))
                .run(context -> assertThat(hibernate(context))
                        .containsEntry("hibernate.tenant_rls.verification.fail_on", "low"));
    }

    @ParameterizedTest
    @CsvSource({"false, off", "off, off", "fail, fail"})
    void what_yaml_makes_of_off_is_off(String read, String meant) {
        web.withPropertyValues("hibernate.tenant-rls.verification=" + read)
                .run(context ->
                        assertThat(hibernate(context)).containsEntry("hibernate.tenant_rls.verification", meant));
    }

    @Test
    void a_list_of_yaml_keeps_its_order() {
        web.withPropertyValues(
                        "hibernate.tenant-rls.verification.ignore[0]=RLS022",
                        "hibernate.tenant-rls.verification.ignore[1]=RLS003:public.project")
                .run(context -> assertThat(hibernate(context))
                        .containsEntry("hibernate.tenant_rls.verification.ignore", "RLS022,RLS003:public.project"));
    }

    @Test
    void a_name_that_is_unknown_is_left_to_the_library_to_refuse() {
        web.withPropertyValues("hibernate.tenant-rls.colum=x")
                .run(context -> assertThat(hibernate(context)).containsEntry("hibernate.tenant_rls.colum", "x"));
    }

    @Test
    void what_is_for_spring_alone_does_not_reach_hibernate() {
        web.withPropertyValues(
                        "hibernate.tenant-rls.enabled=true",
                        "hibernate.tenant-rls.web.filter-order=7",
                        "hibernate.tenant-rls.health.cache-ttl=5s")
                .run(context -> assertThat(hibernate(context)).hasSize(2));
    }

    @Test
    void what_the_application_sets_for_hibernate_itself_stays() {
        web.withPropertyValues("hibernate.tenant-rls.column=a").run(context -> {
            Map<String, Object> own = new HashMap<>(Map.of("hibernate.tenant_rls.column", "b"));
            context.getBean(HibernatePropertiesCustomizer.class).customize(own);
            assertThat(own).containsEntry("hibernate.tenant_rls.column", "b");
        });
    }

    @Test
    void it_can_be_switched_off() {
        web.withPropertyValues("hibernate.tenant-rls.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HibernatePropertiesCustomizer.class));
    }

    @Test
    void without_settings_for_the_web_there_is_no_filter() {
        web.run(context -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void the_filter_is_behind_spring_security() {
        web.withPropertyValues(HEADER, ANYONE)
                .run(context -> assertThat(order(context)).isEqualTo(-90));
        web.withPropertyValues(HEADER, ANYONE, "spring.security.filter.order=500")
                .run(context -> assertThat(order(context)).isEqualTo(510));
        web.withPropertyValues(HEADER, ANYONE, "hibernate.tenant-rls.web.filter-order=3")
                .run(context -> assertThat(order(context)).isEqualTo(3));
    }

    @Test
    void a_filter_in_front_of_spring_security_is_refused() {
        web.withPropertyValues(HEADER, ANYONE, "hibernate.tenant-rls.web.filter-order=-100")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseMessage("The filter of the tenants would run before Spring Security, which has not"
                                + " found out then who asks; give hibernate.tenant-rls.web.filter-order a number above"
                                + " -100, which is that of spring.security.filter.order, or leave it out"));
    }

    @Test
    void without_spring_security_there_is_a_filter_too() {
        web.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .withPropertyValues(HEADER, ANYONE, "hibernate.tenant-rls.web.filter-order=-100")
                .run(context -> assertThat(order(context)).isEqualTo(-100));
    }

    @Test
    void without_servlets_or_health_the_rest_is_there() {
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withBean(DataSource.class, () -> mock(DataSource.class))
                .withClassLoader(new FilteredClassLoader(
                        "jakarta.servlet", "org.springframework.boot.health", "org.springframework.web", "com.zaxxer"))
                .withPropertyValues(HEADER)
                .run(context -> assertThat(context)
                        .hasSingleBean(HibernatePropertiesCustomizer.class)
                        .doesNotHaveBean(TenantResolver.class));
    }

    @Test
    void a_header_without_a_decision_on_access_is_refused() {
        web.withPropertyValues(HEADER)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("give a TenantAccess"));
    }

    @Test
    void a_bean_decides_on_access() {
        web.withPropertyValues(HEADER)
                .withBean(TenantAccess.class, () -> (request, tenant) -> false)
                .run(context -> assertThat(context).hasSingleBean(TenantResolver.class));
    }

    @Test
    void a_bean_and_a_setting_for_the_same_are_refused() {
        web.withPropertyValues(HEADER, ANYONE)
                .withBean(TenantAccess.class, () -> (request, tenant) -> false)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Both hibernate.tenant_rls.web.access and a bean of"));
    }

    @Test
    void a_strategy_of_the_application_makes_a_filter() {
        web.withBean(TenantStrategy.class, () -> request -> Optional.of("acme"))
                .withPropertyValues(ANYONE)
                .run(context -> assertThat(context).hasSingleBean(FilterRegistrationBean.class));
    }

    @Test
    void a_resolver_and_answers_of_the_application_replace_those_of_the_library() {
        TenantResolver resolver = TenantResolver.builder()
                .strategies(TenantStrategy.claim("tenant"))
                .lookup(stated -> stated)
                .build();
        TenantAnswers answers = TenantAnswers.standard();
        web.withBean(TenantResolver.class, () -> resolver)
                .withBean(TenantAnswers.class, () -> answers)
                .run(context -> {
                    assertThat(context.getBean(TenantResolver.class)).isSameAs(resolver);
                    assertThat(context.getBean(TenantAnswers.class)).isSameAs(answers);
                    assertThat(context).hasSingleBean(FilterRegistrationBean.class);
                });
    }

    private static Map<String, Object> hibernate(ApplicationContext context) {
        Map<String, Object> properties = new HashMap<>();
        context.getBean(HibernatePropertiesCustomizer.class).customize(properties);
        return properties;
    }

    private static int order(ApplicationContext context) {
        return context.getBean(FilterRegistrationBean.class).getOrder();
    }
}
