// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.verify.Finding;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down while the database would not isolate the tenants: while there are findings that would refuse the start. Thread-safe.
 *
 * <p>Who asks often does not have the catalog read often: an answer is given again until it is old. Details name rules and
 * tables, never rows, SQL or settings.
 */
final class IsolationHealth implements HealthIndicator {

    private final RlsVerifier verifier;
    private final Severity threshold;
    private final Duration ttl;
    private final Clock clock;
    private @Nullable Verified last;

    IsolationHealth(RlsVerifier verifier, Severity threshold, Duration ttl, Clock clock) {
        this.verifier = verifier;
        this.threshold = threshold;
        this.ttl = ttl;
        this.clock = clock;
    }

    private record Verified(Health health, Instant at) {}

    @Override
    public Health health() {
        return verified().health;
    }

    private synchronized Verified verified() {
        Verified known = last;
        if (known == null || !clock.instant().isBefore(known.at.plus(ttl))) {
            Health health = verify();
            known = new Verified(health, clock.instant());
            last = known;
        }
        return known;
    }

    private Health verify() {
        try {
            return toHealth(verifier.verify(), clock.instant());
        } catch (TenantRlsException e) {
            return Health.down()
                    .withDetail("verification", "The catalog cannot be read; see that the database answers")
                    .build();
        }
    }

    private Health toHealth(VerificationReport report, Instant at) {
        Health.Builder health = report.findingsFrom(threshold).isEmpty() ? Health.up() : Health.down();
        return health.withDetail("verifiedAt", at.toString())
                .withDetail("role", report.role())
                .withDetail("tables", report.tables().size())
                .withDetail("findings", bySeverity(report))
                .build();
    }

    private static Map<String, Object> bySeverity(VerificationReport report) {
        return report.findings().stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.severity().name().toLowerCase(Locale.ROOT),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(IsolationHealth::named, Collectors.toList()), Object.class::cast)));
    }

    private static String named(Finding finding) {
        return finding.rule() + " " + finding.subject();
    }
}
