// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.explain.HqlStatements;
import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.verify.RlsVerifier;
import io.github.tenantrls.verify.VerificationReport;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What is done with a persistence unit, in the class loader of the application. */
final class Unit {

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

    private Unit() {}

    /** Verifies the database of a unit. */
    static VerificationReport report(String unit, IsolationConfig config, LogIn logIn, boolean probe) {
        return with(unit, config, logIn, factory -> {
            RlsVerifier verifier = RlsVerifier.of(factory);
            return probe ? verifier.verifyAndProbe() : verifier.verify();
        });
    }

    /** The SQL that Hibernate makes of a query. */
    static String sql(String unit, IsolationConfig config, LogIn logIn, String hql) {
        return with(unit, config, logIn, factory -> HqlStatements.sql(factory, hql));
    }

    private static <T> T with(
            String unit, IsolationConfig config, LogIn logIn, Function<EntityManagerFactory, T> work) {
        Map<String, Object> settings = new HashMap<>(config.settings());
        settings.remove("hibernate.persistenceUnitName");
        settings.remove(TenantRlsSettings.SYSTEM_USER); // a pool of its own is not needed
        settings.putAll(QUIET);
        settings.put("jakarta.persistence.nonJtaDataSource", logIn.dataSource());
        settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(unit, settings)) {
            return work.apply(factory);
        } catch (PersistenceException e) {
            throw new TenantRlsException(
                    "The persistence unit " + unit + " cannot be started ("
                            + Failures.oneLine(String.valueOf(e.getMessage()))
                            + "); see that it is on the class path with all that it needs",
                    e);
        }
    }
}
