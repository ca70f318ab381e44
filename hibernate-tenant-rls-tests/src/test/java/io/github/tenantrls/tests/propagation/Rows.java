// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;

import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;

/** One row for each of three tenants, and one of a tenant for whom nobody works; a row's name begins like its tenant. */
final class Rows implements AutoCloseable {

    private final SessionFactory factory;

    private Rows(SessionFactory factory) {
        this.factory = factory;
    }

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        long id;

        String name = "";
    }

    static Rows in(Database database) {
        database.empty();
        Factories factories = Factories.on(database, Item.class).systemLogin().createSchema();
        int id = 0;
        for (UUID tenant : List.of(A, B, C, Tenants.NOBODY)) {
            TestSchema.of(database).insert("item", tenant, "id, name", ++id + ", '" + name(tenant) + "'");
        }
        return new Rows(factories.open());
    }

    /** The name of a tenant's row. */
    static String name(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }

    /** The names that the current thread sees, through an {@code EntityManager} of its own. */
    List<String> read() {
        return factory.callInTransaction(em -> em.createQuery("select i.name from Item i order by i.name", String.class)
                .getResultList());
    }

    @Override
    public void close() {
        factory.close();
    }
}
