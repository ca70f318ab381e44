// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.MultiTenancySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * Has Spring Boot's {@code EntityManagerFactory} work for the tenant of {@link TenantContext}, over the application's {@code
 * DataSource}; {@code hibernate.tenant-rls.enabled=false} leaves it as it is.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        beforeName = {
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration"
        })
@ConditionalOnClass({HibernatePropertiesCustomizer.class, MultiTenancySettings.class})
@ConditionalOnBean(DataSource.class)
@ConditionalOnProperty(name = BootSettings.ENABLED, matchIfMissing = true)
public class TenantRlsAutoConfiguration {

    /** Creates the configuration; Spring does. */
    public TenantRlsAutoConfiguration() {}

    /**
     * The system's own login, where {@link TenantRlsSettings#SYSTEM_USER} names one.
     *
     * @param environment where the settings are
     * @return the login, or that there is none
     */
    @Bean
    SystemLogin tenantRlsSystemLogin(Environment environment) {
        return SystemLogin.of(BootSettings.of(environment));
    }

    /**
     * The settings for Hibernate. What the application sets itself, by {@code spring.jpa.properties.*}, stays.
     *
     * @param environment where the settings are
     * @param login the system's login
     * @param dataSource the application's
     * @return what sets them
     */
    @Bean
    HibernatePropertiesCustomizer tenantRlsHibernateProperties(
            Environment environment, SystemLogin login, ObjectProvider<DataSource> dataSource) {
        Map<String, Object> settings = BootSettings.of(environment);
        return properties -> {
            properties.putIfAbsent(
                    MultiTenancySettings.MULTI_TENANT_CONNECTION_PROVIDER, RlsConnectionProvider.class.getName());
            properties.putIfAbsent(
                    MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, RlsTenantResolver.class.getName());
            login.over(dataSource::getObject, settings).forEach(properties::putIfAbsent);
        };
    }

    /**
     * Carries the tenant to the tasks of the executors that Spring Boot builds, such as those of {@code @Async}.
     *
     * @return what wraps the tasks
     */
    @Bean
    @ConditionalOnMissingBean(name = "tenantTaskDecorator")
    TaskDecorator tenantTaskDecorator() {
        return task -> TenantContext.snapshot().wrap(task);
    }
}
