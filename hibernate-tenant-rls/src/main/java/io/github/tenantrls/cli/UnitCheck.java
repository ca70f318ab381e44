// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.Map;

/** Verifies the database of a persistence unit, in the class loader of the application. */
final class UnitCheck {

    /** The unit is verified by the command, and changes nothing. */
    private static final Map<String, String> QUIET = Map.of(
            "hibernate.tenant_rls.verification",
            "off",
            "hibernate.tenant_rls.schema_export",
            "false",
            "hibernate.hbm2ddl.auto",
            "none",
            "jakarta.persistence.schema-generation.database.action",
            "none",
            "jakarta.persistence.schema-generation.scripts.action",
            "none",
            "hibernate.multi_tenant_connection_provider",
            "io.github.tenantrls.hibernate.RlsConnectionProvider",
            "hibernate.tenant_identifier_resolver",
            "io.github.tenantrls.hibernate.RlsTenantResolver");

    private UnitCheck() {}

    static VerificationReport report(String unit, IsolationConfig config, LogIn logIn, boolean probe) {
        Map<String, Object> settings = new HashMap<>(config.settings());
        settings.remove("hibernate.persistenceUnitName");
        settings.putAll(QUIET);
        settings.put("jakarta.persistence.nonJtaDataSource", logIn.dataSource());
        settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(unit, settings)) {
            RlsVerifier verifier = RlsVerifier.of(factory);
            return probe ? verifier.verifyAndProbe() : verifier.verify();
        } catch (PersistenceException e) {
            throw new TenantRlsException(
                    "The persistence unit " + unit + " cannot be started ("
                            + Failures.oneLine(String.valueOf(e.getMessage()))
                            + "); see that it is on the class path with all that it needs",
                    e);
        }
    }
}
