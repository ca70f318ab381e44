// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a database isolates the tenants, without an application: what {@link RlsVerifier} does for a persistence
 * unit. Needs no Hibernate. Thread-safe if the {@code DataSource} is.
 *
 * <pre>{@code
 * VerificationReport report = DatabaseVerifier.of(dataSource, tables, others, settings).verify();
 * }</pre>
 *
 * <p>What only an application can show is not judged: the settings of Hibernate, its caches, and the driver's (RLS042).
 */
public final class DatabaseVerifier {

    private final Unit unit;
    private final Clock clock;
    private final Connections connections;

    DatabaseVerifier(Unit unit, Clock clock, Connections connections) {
        this.unit = unit;
        this.clock = clock;
        this.connections = connections;
    }

    /**
     * The verifier of a database.
     *
     * @param connections connections of the role that the application logs in as, bound to no tenant; not an
     *     {@code RlsDataSource}
     * @param tables the tables whose rows belong to one tenant each
     * @param others the tables that all tenants share, with the tenant column that they would have
     * @param settings settings of the library with their prefix; of those about verification {@code ignore} and
     *     {@code baseline} count here, and {@code hibernate.persistenceUnitName} is what reports call it all
     * @return the verifier
     * @throws TenantRlsException if a setting or the baseline cannot be read
     */
    public static DatabaseVerifier of(
            DataSource connections, List<TenantTable> tables, List<TenantTable> others, Map<String, ?> settings) {
        RlsConfiguration configuration = RlsConfiguration.ofDatabase(settings);
        Baseline baseline = BaselineFile.read(configuration, DatabaseVerifier::resource);
        Unit unit = new Unit(
                configuration, List.copyOf(tables), List.copyOf(others), new AcceptedFindings(configuration, baseline));
        return new DatabaseVerifier(unit, Clock.system(ZoneId.systemDefault()), new Pool(connections));
    }

    /**
     * The tables that are to be protected.
     *
     * @return the tables that were given
     */
    public List<TenantTable> tables() {
        return unit.tables();
    }

    /**
     * Verifies all tables and the role that the connections are logged in as.
     *
     * @return what was found
     * @throws TenantRlsException if the catalog cannot be read to the end, with the server's error as cause
     */
    public VerificationReport verify() {
        Instant at = clock.instant();
        long start = System.nanoTime();
        CatalogFacts facts = facts();
        AcceptedFindings.Judgement judgement = unit.accepted().judge(Rules.check(facts), LocalDate.now(clock));
        return new VerificationReport(
                unit.configuration().unit(),
                judgement.findings(),
                judgement.accepted(),
                judgement.obsolete(),
                facts.subjects(),
                connections.rules(),
                facts.role().name(),
                unit.configuration().runtimeRole(),
                facts.role().serverVersion(),
                at,
                Duration.ofNanos(System.nanoTime() - start),
                null);
    }

    /**
     * Tries, for each table, to cross from tenant to tenant, as {@link RlsVerifier#probe()} does.
     *
     * @return what crossed, and what could not be tried
     * @throws TenantRlsException if it cannot be carried through, with the server's error as cause
     */
    public ProbeReport probe() {
        return new ProbeTransaction(connections, unit).run();
    }

    /**
     * Verifies and {@link #probe probes}, in one report.
     *
     * @return what was found, with {@link VerificationReport#probe()}; each table that it refuted is a finding called
     *     {@code PROBE}, unless the settings accept that
     * @throws TenantRlsException if one of both cannot be carried through, with the server's error as cause
     */
    public VerificationReport verifyAndProbe() {
        return tried(verify());
    }

    /** A report with what trying it out shows. */
    VerificationReport tried(VerificationReport report) {
        return report.with(probe(), unit.accepted());
    }

    /**
     * The tables that a probe refuted, as findings; without those that the settings accept.
     *
     * @param report a report of this verifier
     * @return one finding for each table
     */
    public List<Finding> refuted(ProbeReport report) {
        return report.of(ProbeOutcome.REFUTED).stream()
                .map(ProbeFinding::of)
                .filter(finding -> !unit.accepted().isIgnored(finding))
                .toList();
    }

    private CatalogFacts facts() {
        try {
            Connection connection = connections.get();
            try {
                return CatalogTransaction.read(connection, unit, connections.unfitSettings(connection));
            } finally {
                connections.release(connection);
            }
        } catch (SQLException e) {
            throw new TenantRlsException(
                    unit.configuration().owner() + ": whether the database isolates the tenants"
                            + " cannot be verified, because its catalog cannot be read (" + e.getMessage()
                            + "); see that the database answers, and start again",
                    e);
        }
    }

    private static @Nullable InputStream resource(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemResourceAsStream(name) : context.getResourceAsStream(name);
    }

    /** Nothing is known of the application that uses it. */
    private record Pool(DataSource source) implements Connections {
        @Override
        public Connection get() throws SQLException {
            return source.getConnection();
        }

        @Override
        public void release(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public List<UnfitSetting> unfitSettings(Connection connection) {
            return List.of();
        }

        @Override
        public List<RuleInfo> rules() {
            RuleInfo ofApplication = RuleInfo.of(new SettingUnfit());
            return Rules.infos().stream()
                    .filter(rule -> !rule.equals(ofApplication))
                    .toList();
        }
    }
}
