// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Tenants;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Generated identifiers are read by {@code insert .. returning} where that is safe, and as before where it is not. */
@ExtendWith(DatabaseExtension.class)
class GeneratedKeysIT {

    private static Database database;

    @Test
    void returning_is_the_default() {
        try (SessionFactory factory = open(Note.class)) {
            assertThat(usesGetGeneratedKeys(factory)).isFalse();
            assertPersists(factory, new Note("x"));
        }
    }

    @Test
    void the_application_decides_otherwise() {
        try (SessionFactory factory = Factories.on(database, Note.class)
                .with("hibernate.jdbc.use_get_generated_keys", "true")
                .createSchema()
                .open()) {
            assertThat(usesGetGeneratedKeys(factory)).isTrue();
            assertPersists(factory, new Note("x"));
        }
    }

    @Test
    void an_insert_statement_of_the_entitys_own_gets_no_returning() {
        try (SessionFactory factory = open(Note.class, OwnInsert.class)) {
            assertThat(usesGetGeneratedKeys(factory)).isTrue();
            assertPersists(factory, new OwnInsert());
            assertPersists(factory, new Note("x"));
        }
    }

    @Test
    void values_generated_on_insert_and_update_are_read_back() {
        try (SessionFactory factory = open(Stamped.class)) {
            TenantContext.runAs(Tenants.A, () -> {
                Long id = factory.callInTransaction(em -> {
                    Stamped stamped = new Stamped();
                    em.persist(stamped);
                    em.flush();
                    assertThat(stamped.stamp).isEqualTo("inserted");
                    return stamped.id;
                });
                factory.runInTransaction(em -> {
                    Stamped stamped = em.find(Stamped.class, id);
                    stamped.text = "changed";
                    em.flush();
                    assertThat(stamped.stamp).isEqualTo("inserted");
                });
            });
        }
    }

    private static SessionFactory open(Class<?>... entities) {
        return Factories.on(database, entities).createSchema().open();
    }

    private static boolean usesGetGeneratedKeys(SessionFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class)
                .getSessionFactoryOptions()
                .isGetGeneratedKeysEnabled();
    }

    private static void assertPersists(SessionFactory factory, Object entity) {
        TenantContext.runAs(
                Tenants.A,
                () -> factory.runInTransaction(em -> {
                    em.persist(entity);
                    em.flush();
                    assertThat(factory.getPersistenceUnitUtil().getIdentifier(entity))
                            .isNotNull();
                }));
    }

    @Entity
    @TenantScoped
    @Table(name = "own_insert")
    @SQLInsert(sql = "insert into own_insert (text) values (?)")
    static class OwnInsert {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String text = "own";
    }

    @Entity
    @TenantScoped
    static class Stamped {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String text;

        @Generated(event = {EventType.INSERT, EventType.UPDATE})
        @org.hibernate.annotations.ColumnDefault("'inserted'")
        String stamp;
    }
}
