// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.Version;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Test;

/** All the ways to build a factory, each isolated. */
class BootstrapIT extends Notes {

    @Test
    void these_tests_run_on_the_hibernate_that_the_build_names() {
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("expected.hibernate.version"));
    }

    @Test
    void persistence_xml() {
        Map<String, Object> settings = connection();
        assertIsolated(Persistence.createEntityManagerFactory("bootstrap", settings));
    }

    @Test
    void persistence_configuration() {
        assertIsolated(new HibernatePersistenceConfiguration("configured")
                .managedClass(Note.class)
                .properties(withTenancy(connection()))
                .createEntityManagerFactory());
    }

    @Test
    void native_configuration() {
        Configuration configuration = new Configuration().addAnnotatedClass(Note.class);
        withTenancy(connection()).forEach((key, value) -> configuration.setProperty(key, value.toString()));
        assertIsolated(configuration.buildSessionFactory());
    }

    @Test
    void session_factory_builder() {
        var services = new StandardServiceRegistryBuilder()
                .applySettings(withTenancy(connection()))
                .build();
        assertIsolated(new MetadataSources(services)
                .addAnnotatedClass(Note.class)
                .buildMetadata()
                .getSessionFactoryBuilder()
                .build());
    }

    @Test
    void provider_and_resolver_as_instances_and_classes() {
        Map<String, Object> settings = connection();
        settings.put("hibernate.multi_tenant_connection_provider", new RlsConnectionProvider());
        settings.put("hibernate.tenant_identifier_resolver", new RlsTenantResolver());
        assertIsolated(new HibernatePersistenceConfiguration("instances")
                .managedClass(Note.class)
                .properties(settings)
                .createEntityManagerFactory());
        settings.put("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class);
        settings.put("hibernate.tenant_identifier_resolver", RlsTenantResolver.class);
        assertIsolated(new HibernatePersistenceConfiguration("classes")
                .managedClass(Note.class)
                .properties(settings)
                .createEntityManagerFactory());
    }

    @Test
    void a_data_source_of_a_container() throws Exception {
        for (String setting : List.of("hibernate.connection.datasource", "jakarta.persistence.nonJtaDataSource")) {
            try (AgroalDataSource pool = pool()) {
                assertIsolated(Persistence.createEntityManagerFactory("bootstrap", Map.of(setting, pool)));
                try (Connection stillOpen = pool.getConnection()) {
                    assertThat(stillOpen.isValid(1)).isTrue(); // the container's to close, not ours
                }
            }
        }
    }

    @Test
    void a_data_source_that_is_given_wins_over_a_url() {
        DataSource dataSource = database.dataSource(Role.APP);
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.jdbc.url", "jdbc:postgresql://localhost:1/nowhere");
        settings.put("jakarta.persistence.nonJtaDataSource", dataSource);
        assertIsolated(Persistence.createEntityManagerFactory("bootstrap", settings));
    }

    @Test
    void a_data_source_is_asked_with_the_user_that_is_configured() {
        var dataSource = database.dataSource(Role.SYSTEM);
        Map<String, Object> settings = new HashMap<>();
        settings.put("jakarta.persistence.nonJtaDataSource", dataSource);
        settings.put("jakarta.persistence.jdbc.user", database.user(Role.APP));
        settings.put("jakarta.persistence.jdbc.password", database.password(Role.APP));
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory("bootstrap", settings)) {
            String user = TenantContext.callAs(
                    Tenants.A,
                    () -> factory.callInTransaction(
                            em -> (String) em.createNativeQuery("select current_user", String.class)
                                    .getSingleResult()));
            assertThat(user).isEqualTo(database.user(Role.APP));
        }
    }

    @Test
    void the_provider_can_be_unwrapped_but_not_what_it_lends_from() {
        try (SessionFactory factory = Persistence.createEntityManagerFactory("bootstrap", connection())
                .unwrap(SessionFactory.class)) {
            var provider = factory.unwrap(SessionFactoryImplementor.class)
                    .getServiceRegistry()
                    .requireService(MultiTenantConnectionProvider.class);
            assertThat(provider.isUnwrappableAs(RlsConnectionProvider.class)).isTrue();
            assertThat(provider.unwrap(RlsConnectionProvider.class)).isSameAs(provider);
            assertThat(provider.isUnwrappableAs(DataSource.class)).isFalse();
            assertThatThrownBy(() -> provider.unwrap(DataSource.class)).hasMessageContaining("DataSource");
        }
    }

    private static void assertIsolated(EntityManagerFactory built) {
        try (EntityManagerFactory factory = built) {
            for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C)) {
                TenantContext.runAs(
                        tenant,
                        () -> factory.runInTransaction(em -> {
                            assertThat(em.createQuery("select text from Note", String.class)
                                            .getResultList())
                                    .containsExactly(tenant.toString());
                            Note note = new Note("new");
                            em.persist(note);
                            em.flush();
                            assertThat(note.id).isNotNull();
                            em.remove(note);
                        }));
            }
        }
    }

    private static AgroalDataSource pool() throws Exception {
        return AgroalDataSource.from(new AgroalPropertiesReader()
                .readProperties(Map.of(
                        "maxSize", "5",
                        "jdbcUrl", database.url(),
                        "principal", database.user(Role.APP),
                        "credential", database.password(Role.APP))));
    }

    private static Map<String, Object> withTenancy(Map<String, Object> settings) {
        settings.put("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName());
        settings.put("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName());
        return settings;
    }
}
