// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.PgBouncer;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.xa.PGXADataSource;

/** All the stacks on one database; each has a persistence unit and, on the same pool, a data source of the library's. */
final class Stacks implements AutoCloseable {

    static final String PGBOUNCER = "PgBouncer";

    /** Its connections to the server. */
    static final int BACKENDS = 3;

    private static final int SIZE = 4;
    private static final int SIZE_MANAGED = 3;
    private static final int SIZE_SYSTEM = 2;

    private final Database database;
    private final UnaryOperator<DataSource> underneath;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Stack> all = new ArrayList<>();
    private final AgroalDataSource system;

    /**
     * Opens them.
     *
     * @param underneath what is put between the library and each pool
     */
    Stacks(Database database, @Nullable PgBouncer pgBouncer, UnaryOperator<DataSource> underneath) throws SQLException {
        this.database = database;
        this.underneath = underneath;
        system = keep(Pools.agroal(database, Pools.url(database.url(), ""), Role.SYSTEM, SIZE_SYSTEM));
        agroal("Agroal", Pools.url(database.url(), "&prepareThreshold=1"), SIZE);
        managed("Agroal, JTA", org.postgresql.Driver.class);
        managed("Agroal, JTA with XA", PGXADataSource.class);
        HikariDataSource hikari = keep(Pools.hikari(database, Pools.url(database.url(), "&autosave=always"), SIZE));
        add("HikariCP", false, hikari, SIZE, () -> hikari.getHikariPoolMXBean().getActiveConnections());
        if (pgBouncer != null) {
            agroal(PGBOUNCER, Pools.url(pgBouncer.url(database.name()), ""), SIZE);
        }
    }

    List<Stack> all() {
        return all;
    }

    /** How many connections of the system's are lent. */
    int activeOfSystem() {
        return (int) system.getMetrics().activeCount();
    }

    /** How many connections to the server there can be. */
    int size() {
        return all.stream().mapToInt(Stack::size).sum() + SIZE_SYSTEM;
    }

    private void agroal(String name, String url, int size) throws SQLException {
        AgroalDataSource pool = keep(Pools.agroal(database, url, Role.APP, size));
        add(name, false, pool, size, () -> (int) pool.getMetrics().activeCount());
    }

    private void managed(String name, Class<?> provider) throws SQLException {
        AgroalDataSource pool = keep(Pools.managed(database, Pools.url(database.url(), ""), provider, SIZE_MANAGED));
        add(name, true, pool, SIZE_MANAGED, () -> (int) pool.getMetrics().activeCount());
    }

    private void add(String name, boolean jta, DataSource pool, int size, IntSupplier active) {
        DataSource source = underneath.apply(pool);
        all.add(new Stack(
                name,
                jta,
                pool,
                size,
                active,
                keep(factory(name, source, jta)),
                RlsDataSource.of(source, Map.of(TenantRlsSettings.SYSTEM_DATASOURCE, system))));
    }

    private SessionFactory factory(String name, DataSource source, boolean jta) {
        Factories factories = Factories.on(database, Ledger.ENTITIES)
                .with("jakarta.persistence.jdbc.url", null)
                .with("jakarta.persistence.jdbc.user", null)
                .with("jakarta.persistence.jdbc.password", null)
                .with(jta ? "jakarta.persistence.jtaDataSource" : "jakarta.persistence.nonJtaDataSource", source)
                .with(TenantRlsSettings.SYSTEM_DATASOURCE, system)
                .with("hibernate.cache.region.factory_class", "jcache")
                .with("hibernate.cache.region_prefix", name)
                .with(
                        "hibernate.javax.cache.provider",
                        "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider")
                .with("hibernate.javax.cache.missing_cache_strategy", "create");
        if (jta) {
            factories
                    .with("hibernate.transaction.coordinator_class", "jta")
                    .with(
                            "hibernate.transaction.jta.platform",
                            "org.hibernate.engine.transaction.jta.platform.internal.NarayanaJtaPlatform");
        }
        return factories.open();
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.push(closeable);
        return closeable;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }
}
