// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.schema.TenantTable;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.verify.RlsVerifier;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An annotation on an interface holds for the entities that implement it, which Java by itself does not see to. */
@ExtendWith(DatabaseExtension.class)
class ScopedByInterfaceIT {

    private final Database database;

    ScopedByInterfaceIT(Database database) {
        this.database = database;
    }

    @TenantScoped(column = "org_id")
    interface Owned {}

    interface OwnedToo extends Owned {}

    @Entity(name = "direct")
    static class Direct implements Owned {
        @Id
        long id;
    }

    @Entity(name = "by_interface")
    static class ByInterface implements OwnedToo {
        @Id
        long id;
    }

    @Entity(name = "own_word")
    @TenantScoped(column = "own_id")
    static class OwnWord implements Owned {
        @Id
        long id;
    }

    abstract static class NoEntity implements OwnedToo {}

    @Entity(name = "by_superclass")
    static class BySuperclass extends NoEntity {
        @Id
        long id;
    }

    @Entity(name = "shared")
    static class Shared {
        @Id
        long id;
    }

    @Test
    void the_entities_are_tenant_scoped_and_an_annotation_of_their_own_comes_first() {
        Factories factories = Factories.on(
                        database, Direct.class, ByInterface.class, OwnWord.class, BySuperclass.class, Shared.class)
                .createSchema();
        try (SessionFactory factory = factories.open()) {
            assertThat(RlsVerifier.of(factory).tables())
                    .extracting(TenantTable::name, TenantTable::column)
                    .containsExactly(
                            tuple("by_interface", "org_id"),
                            tuple("by_superclass", "org_id"),
                            tuple("direct", "org_id"),
                            tuple("own_word", "own_id"));
            assertThat(RlsVerifier.of(factory).probe().isProved()).isTrue();
        }
    }
}
