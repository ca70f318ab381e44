// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark.worker;

import io.github.tenantrls.tests.benchmark.Contender;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A contender in this JVM. Not thread-safe. */
public final class LocalParticipant implements Participant {

    private static final String OWNER = "owner";
    private static final String VERIFICATION = "hibernate.tenant_rls.verification";

    private final Contender contender;
    private final Tenancy tenancy;
    private final Map<String, Application> applications = new HashMap<>();
    private final Map<String, AutoCloseable> pools = new HashMap<>();

    public LocalParticipant(Contender contender) {
        this.contender = contender;
        this.tenancy = Tenancy.of(contender);
    }

    @Override
    public void createSchema(String url) {
        try (var pool = Pool.open(url, OWNER, 5)) {
            Map<String, Object> settings = Map.of(
                    "hibernate.hbm2ddl.auto", "create", "hibernate.hbm2ddl.halt_on_error", "true", VERIFICATION, "off");
            application(pool, settings).close();
        }
    }

    @Override
    public void open(String factory, String url, int connections) {
        var pool = Pool.open(url, Tenancy.RUNTIME_ROLE, connections);
        pools.put(factory, pool);
        // the others have nothing to be verified, where the library is on the class path at all
        Map<String, Object> settings =
                contender == Contender.LIBRARY ? Map.of() : Map.<String, Object>of(VERIFICATION, "off");
        applications.put(factory, application(pool, settings));
    }

    private Application application(String factory) {
        return Objects.requireNonNull(applications.get(factory), factory);
    }

    private Application application(DataSource pool, Map<String, Object> settings) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("benchmark");
        tenancy.entities().forEach(configuration::managedClass);
        // what is on the class path of some and not of others
        configuration.property("hibernate.integration.envers.enabled", "false");
        configuration.property("hibernate.cache.use_second_level_cache", "false");
        tenancy.settings(pool).forEach(configuration::property);
        settings.forEach(configuration::property);
        return new Application(tenancy, configuration.createEntityManagerFactory());
    }

    @Override
    public void check(String factory, int tenants) {
        for (int tenant = 1; tenant <= tenants; tenant++) {
            check(application(factory), tenant);
        }
    }

    private void check(Application application, int number) {
        UUID tenant = Participant.tenant(number);
        application.inTransaction(tenant, session -> {
            Statements statements = application.statements(session, tenant);
            checkRows(statements.all(), number);
            require(statements.count() == ROWS, "native SQL sees other rows than those of tenant " + number);
            if (contender == Contender.PREDICATE) { // a control: the rows of others are there
                require(statements.allWithoutCondition().size() > ROWS, "no other tenant has rows");
            }
        });
    }

    private void checkRows(List<? extends Item> rows, int number) {
        require(rows.size() == ROWS, rows.size() + " rows of tenant " + number);
        require(rows.stream().allMatch(row -> row.owner == number), "rows of others for tenant " + number);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("(" + contender.letter + ") " + otherwise);
        }
    }

    @Override
    public void run(String factory, Shape shape, int times) {
        for (int i = 0; i < times; i++) {
            shape.run(application(factory), Participant.tenant(1));
        }
    }

    @Override
    public LoadResult load(String factory, int threads, Duration time, int tenants, long seed) {
        return new Load(application(factory), tenants, time).run(threads, seed);
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
        applications.values().forEach(Application::close);
        pools.values().forEach(LocalParticipant::close);
    }

    private static void close(AutoCloseable pool) {
        try {
            pool.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
