// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.hibernate;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.VerificationMode;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.verify.ProbeOutcome;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.ReportFormat;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.Severity;
import io.github.tenantrls.verify.VerificationReport;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.jboss.logging.Logger;

/** Verifies a factory once it is built, schema export included, and before the application gets it. */
final class StartVerification implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(RlsVerifier.class);

    private final String unit;
    private final VerificationMode mode;
    private final Severity threshold;
    private final boolean probe;

    StartVerification(Map<String, ?> settings) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        unit = configuration.unit();
        mode = configuration.verification();
        threshold = Severity.valueOf(configuration.verificationFailOn().name());
        probe = configuration.verificationProbe();
    }

    /**
     * Verifies it.
     *
     * @throws IsolationException if the start is to be refused; Hibernate closes the factory then
     */
    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        RlsVerifier verifier = RlsVerifier.of(factory);
        if (verifier.tables().isEmpty()) {
            LOG.warnf(
                    "Persistence unit %s: no entity is @TenantScoped, so no row is protected; annotate those whose rows"
                            + " belong to tenants",
                    unit);
        }
        switch (mode) {
            case FAIL -> refuse(verifier);
            case WARN -> warn(verifier);
            case OFF -> {}
        }
    }

    private void refuse(RlsVerifier verifier) {
        VerificationReport report = verifier.verify();
        if (!report.findingsFrom(threshold).isEmpty()) {
            throw new IsolationException("Persistence unit " + unit
                    + ": the start is refused, because the database would"
                    + " not isolate the tenants; run the SQL below as the owner of the tables, or accept findings by "
                    + TenantRlsSettings.VERIFICATION_BASELINE + " or " + TenantRlsSettings.VERIFICATION_IGNORE
                    + ", or start in spite of them all by " + TenantRlsSettings.VERIFICATION + "=warn\n" + report);
        }
        log(report);
        if (report.isClean()) {
            LOG.infof("%s", report.render(ReportFormat.TEXT).lines().findFirst().orElse(""));
        }
        if (probe) {
            refuse(verifier, verifier.probe());
        }
    }

    private void refuse(RlsVerifier verifier, ProbeReport report) {
        if (!verifier.refuted(report).isEmpty()) {
            throw new IsolationException("Persistence unit " + unit
                    + ": the start is refused, because the database does"
                    + " not isolate the tenants, as was tried out; correct the policies of the tables below, or accept"
                    + " what crosses by " + TenantRlsSettings.VERIFICATION_IGNORE + "=PROBE:schema.table, or start in"
                    + " spite of it by " + TenantRlsSettings.VERIFICATION + "=warn\n" + report);
        }
        notProvable(report);
    }

    private void notProvable(ProbeReport report) {
        report.of(ProbeOutcome.NOT_PROVABLE)
                .forEach(result -> LOG.infof("Persistence unit %s: tried out, %s", unit, result));
    }

    private void warn(RlsVerifier verifier) {
        try {
            log(verifier.verify());
            if (probe) {
                ProbeReport report = verifier.probe();
                verifier.refuted(report).forEach(finding -> LOG.warnf("Persistence unit %s: %s", unit, finding));
                notProvable(report);
            }
        } catch (TenantRlsException e) {
            LOG.warn(e.getMessage(), e);
        }
    }

    /** A warning for each finding. */
    static void log(VerificationReport report) {
        report.findings().forEach(finding -> LOG.warnf("Persistence unit %s: %s", report.unit(), finding.toLogLine()));
        report.obsolete()
                .forEach(entry -> LOG.infof(
                        "Persistence unit %s: the baseline accepts what is not found any more; remove from it: %s",
                        report.unit(), entry));
    }
}
