// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationThreshold;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The verification as a part of the application's health, {@code tenantRls}. */
@AutoConfiguration(after = TenantRlsTenantsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(RlsVerifier.class)
public class TenantRlsHealthAutoConfiguration {

    private static final Duration DEFAULT_TTL = Duration.ofMinutes(1);

    /** Creates the configuration; Spring does. */
    public TenantRlsHealthAutoConfiguration() {}

    /**
     * Tells whether the database isolates the tenants, and verifies it anew once {@code hibernate.tenant-rls.health.cache-ttl}
     * has passed.
     *
     * @param verifier what verifies it
     * @param environment where the settings are
     * @return the indicator
     */
    @Bean
    @ConditionalOnEnabledHealthIndicator("tenant-rls")
    @ConditionalOnMissingBean(name = "tenantRlsHealthIndicator")
    HealthIndicator tenantRlsHealthIndicator(RlsVerifier verifier, Environment environment) {
        Duration ttl = environment.getProperty(BootSettings.HEALTH_CACHE_TTL, Duration.class, DEFAULT_TTL);
        return new IsolationHealth(verifier, threshold(environment), ttl, Clock.systemUTC());
    }

    /** The start has refused what cannot be read. */
    private static Severity threshold(Environment environment) {
        Object failOn = BootSettings.of(environment)
                .getOrDefault(TenantRlsSettings.VERIFICATION_FAIL_ON, VerificationThreshold.HIGH);
        return Severity.valueOf(failOn.toString().trim().toUpperCase(Locale.ROOT));
    }
}
