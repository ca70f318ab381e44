// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import com.zaxxer.hikari.HikariDataSource;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;

/**
 * Where one battery runs: a database, the URL that leads to it, and a pool of one connection.
 *
 * @param database a fresh one
 * @param url for the application: the database's own, or that of a PgBouncer
 * @param pool what pools its connections
 */
record Setting(Database database, String url, Pool pool) {

    private static final Class<?>[] ENTITIES = {Note.class, Note.Ticket.class};

    /** What lends the application its connections. */
    enum Pool {
        AGROAL("Agroal"),
        HIKARI("HikariCP");

        final String title;

        Pool(String title) {
            this.title = title;
        }
    }

    /** Makes tables and policies as the owner does, straight at the database. */
    void createSchema() {
        Map<String, Object> settings = tenancy(database.url());
        settings.put("hibernate.hbm2ddl.auto", "create");
        settings.put("hibernate.hbm2ddl.halt_on_error", "true");
        settings.put(TenantRlsSettings.VERIFICATION, "off");
        connect(settings, database.url(), Role.OWNER);
        build(settings, ENTITIES).close();
    }

    /** The application, with the system's login beside it. */
    Application open(String verification) {
        return open(verification, url);
    }

    /** As the other method, by another way to the same database. */
    Application open(String verification, String way) {
        Map<String, Object> settings = tenancy(way);
        settings.put(TenantRlsSettings.VERIFICATION, verification);
        settings.put("hibernate.jdbc.batch_size", "5");
        if (pool == Pool.AGROAL) {
            connect(settings, way, Role.APP);
            return new Application(build(settings, ENTITIES), () -> {});
        }
        HikariDataSource hikari = hikari(way);
        settings.put("hibernate.connection.datasource", hikari);
        try {
            return new Application(build(settings, ENTITIES), hikari::close);
        } catch (RuntimeException e) {
            hikari.close();
            throw e;
        }
    }

    /** This library, with the system's login. */
    Map<String, Object> tenancy(String way) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName());
        settings.put("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName());
        settings.put(TenantRlsSettings.RUNTIME_ROLE, "app");
        settings.put(TenantRlsSettings.SYSTEM_URL, way);
        settings.put(TenantRlsSettings.SYSTEM_USER, database.user(Role.SYSTEM));
        settings.put(TenantRlsSettings.SYSTEM_PASSWORD, database.password(Role.SYSTEM));
        return settings;
    }

    /** Has a role log in, with a pool of one connection. */
    void connect(Map<String, Object> settings, String way, Role role) {
        settings.put("jakarta.persistence.jdbc.url", way);
        settings.put("jakarta.persistence.jdbc.user", database.user(role));
        settings.put("jakarta.persistence.jdbc.password", database.password(role));
        settings.put("hibernate.agroal.maxSize", "1");
    }

    private HikariDataSource hikari(String way) {
        HikariDataSource hikari = new HikariDataSource();
        hikari.setJdbcUrl(way);
        hikari.setUsername(database.user(Role.APP));
        hikari.setPassword(database.password(Role.APP));
        hikari.setMaximumPoolSize(1);
        return hikari;
    }

    static SessionFactory build(Map<String, Object> settings, Class<?>... entities) {
        StandardServiceRegistry registry =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            return new MetadataSources(registry)
                    .addAnnotatedClasses(entities)
                    .buildMetadata()
                    .buildSessionFactory();
        } catch (RuntimeException e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }

    /** A factory, and what is to be closed after it. */
    record Application(SessionFactory factory, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            factory.close();
            end.run();
        }
    }
}
