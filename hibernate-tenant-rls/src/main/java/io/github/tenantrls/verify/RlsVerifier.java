// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.internal.RlsConfiguration;
import io.github.tenantrls.schema.TenantTable;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * Verifies that the database isolates the tenants of a persistence unit, on a connection like the application's own.
 *
 * <pre>{@code
 * VerificationReport report = RlsVerifier.of(entityManagerFactory).verify();
 * }</pre>
 *
 * <p>{@link #verify} reads the catalog only, in a number of queries that does not grow with the number of tables; {@link #probe} tries it out.
 * Thread-safe.
 */
public final class RlsVerifier {

    /** What the mapping told when the factory was built; the mapping itself is not kept. */
    private static final Map<SessionFactory, Registration> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private final DatabaseVerifier verifier;
    private final ReportHistory history;

    private RlsVerifier(SessionFactoryImplementor factory, Registration registration) {
        this.verifier = new DatabaseVerifier(
                registration.unit(), registration.clock(), new FactoryConnections(factory, registration.unit()));
        this.history = registration.history();
    }

    /**
     * The verifier of a factory.
     *
     * @param factory a factory that uses this library's connection provider
     * @return its verifier
     * @throws TenantRlsException if it does not use it
     */
    public static RlsVerifier of(EntityManagerFactory factory) {
        SessionFactoryImplementor sessionFactory = factory.unwrap(SessionFactoryImplementor.class);
        Registration registration = KNOWN.get(sessionFactory);
        if (registration == null) {
            throw new TenantRlsException("This EntityManagerFactory has nothing to verify, because it does not use"
                    + " RlsConnectionProvider; name it in hibernate.multi_tenant_connection_provider");
        }
        return new RlsVerifier(sessionFactory, registration);
    }

    /**
     * Makes a factory known; for this library's own start, not for applications.
     *
     * @param factory a factory under construction
     * @param tables the tables of its tenant-scoped entities
     * @param others the tables of its other entities, see {@link io.github.tenantrls.schema.TenantTables#others}
     * @param settings its settings
     * @throws TenantRlsException if a setting or the baseline cannot be read
     */
    public static void register(
            SessionFactory factory, List<TenantTable> tables, List<TenantTable> others, Map<String, ?> settings) {
        RlsConfiguration configuration = RlsConfiguration.of(settings);
        SessionFactoryImplementor sessionFactory = factory.unwrap(SessionFactoryImplementor.class);
        ClassLoaderService classes = sessionFactory.getServiceRegistry().requireService(ClassLoaderService.class);
        Baseline baseline = BaselineFile.read(configuration, classes::locateResourceStream);
        Unit unit = new Unit(
                configuration, List.copyOf(tables), List.copyOf(others), new AcceptedFindings(configuration, baseline));
        ReportHistory history = new ReportHistory();
        KNOWN.put(factory, new Registration(unit, clock(settings), history));
        sessionFactory.addObserver(new EndOfListeners(history));
    }

    /**
     * The tables that are to be protected.
     *
     * @return the tables of the tenant-scoped entities, in the order of their names
     */
    public List<TenantTable> tables() {
        return verifier.tables();
    }

    /**
     * Verifies all tables and the role that the application logs in as.
     *
     * <p>Where the findings are other ones than in the {@link #lastReport()}, each difference is logged and the
     * listeners are told. May be called at any time and by many threads, which take turns.
     *
     * @return what was found
     * @throws TenantRlsException if the catalog cannot be read to the end, with the server's error as cause
     */
    public VerificationReport verify() {
        return history.next(verifier::verify);
    }

    /**
     * The report of the latest verification of this factory, by whomever: the start, the interval, or {@link #verify()}.
     *
     * @return the report; empty if there was none, or none that came to an end
     */
    public Optional<VerificationReport> lastReport() {
        return history.last();
    }

    /**
     * Has a listener told whenever a verification of this factory finds something else than the one before.
     *
     * @param listener the listener, which is kept until the factory is closed
     * @return this verifier
     */
    public RlsVerifier addListener(DriftListener listener) {
        history.add(listener);
        return this;
    }

    /**
     * Has a listener told no more.
     *
     * @param listener the listener
     * @return this verifier
     */
    public RlsVerifier removeListener(DriftListener listener) {
        history.remove(listener);
        return this;
    }

    /**
     * Tries, for each table, to cross from tenant to tenant: to read, update and delete rows without a tenant and as
     * another, to insert a row for another, and to move one to another.
     *
     * <p>For that it inserts rows for tenants that nobody has, and rows that those refer to, in one transaction that is
     * always rolled back; triggers fire as for the application's inserts and updates, and sequences advance. A list of
     * tenants that may not be added to lends it two. Locks last as long as the transaction, and are waited for 2 seconds at
     * most. Not to be called while a transaction is under way on the connection that the factory would use.
     *
     * @return what crossed, and what could not be tried
     * @throws TenantRlsException if it cannot be carried through, with the server's error as cause
     */
    public ProbeReport probe() {
        return verifier.probe();
    }

    /**
     * {@link #verify Verifies} and {@link #probe probes}, in one report; {@link #lastReport()} is that without the probe.
     *
     * @return what was found, with {@link VerificationReport#probe()}; each table that it refuted is a finding called
     *     {@code PROBE}, unless the settings accept that
     * @throws TenantRlsException if one of both cannot be carried through, with the server's error as cause
     */
    public VerificationReport verifyAndProbe() {
        return verifier.tried(verify());
    }

    /**
     * The tables that a probe refuted, as findings; without those that the settings accept.
     *
     * @param report a report of this verifier
     * @return one finding for each table
     */
    public List<Finding> refuted(ProbeReport report) {
        return verifier.refuted(report);
    }

    /** Tests bring a clock of their own. */
    private static Clock clock(Map<String, ?> settings) {
        return settings.get(Clock.class.getName()) instanceof Clock clock
                ? clock
                : Clock.system(ZoneId.systemDefault());
    }

    /** What is known of a factory. */
    private record Registration(Unit unit, Clock clock, ReportHistory history) {}

    /** A listener may know the factory, which could not be collected as long as the listener is known here. */
    private static final class EndOfListeners implements SessionFactoryObserver {

        private static final long serialVersionUID = 1L;

        private final transient ReportHistory history;

        EndOfListeners(ReportHistory history) {
            this.history = history;
        }

        @Override
        public void sessionFactoryClosed(SessionFactory factory) {
            history.removeListeners();
        }
    }
}
