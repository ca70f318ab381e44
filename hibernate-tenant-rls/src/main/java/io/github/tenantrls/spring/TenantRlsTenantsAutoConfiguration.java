// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.web.TenantLookup;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** The tenants, the lookup of tenants and the verifier of the {@code EntityManagerFactory}, as beans. */
@AutoConfiguration(
        after = TenantRlsAutoConfiguration.class,
        afterName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnBean(TenantRlsAutoConfiguration.class)
@ConditionalOnSingleCandidate(EntityManagerFactory.class)
public class TenantRlsTenantsAutoConfiguration {

    /** Creates the configuration; Spring does. */
    public TenantRlsTenantsAutoConfiguration() {}

    /**
     * The tenants of the application.
     *
     * @param factory its factory
     * @return the tenants
     */
    @Bean
    @ConditionalOnMissingBean
    Tenants tenants(EntityManagerFactory factory) {
        return Tenants.of(factory);
    }

    /**
     * What verifies the database of the application.
     *
     * @param factory its factory
     * @return the verifier
     */
    @Bean
    @ConditionalOnMissingBean
    RlsVerifier rlsVerifier(EntityManagerFactory factory) {
        return RlsVerifier.of(factory);
    }

    /**
     * What finds the tenants that requests state.
     *
     * @param factory the application's factory
     * @return the lookup
     */
    @Bean
    @ConditionalOnMissingBean
    TenantLookup tenantLookup(EntityManagerFactory factory) {
        return TenantLookup.of(factory);
    }
}
