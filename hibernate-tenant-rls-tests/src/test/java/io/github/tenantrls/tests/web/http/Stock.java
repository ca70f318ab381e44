// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web.http;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import io.github.tenantrls.web.TenantAccess;
import io.github.tenantrls.web.TenantLookup;
import io.github.tenantrls.web.TenantResolver;
import io.github.tenantrls.web.TenantResolverBuilder;
import io.github.tenantrls.web.TenantStrategy;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;

/**
 * One row for each of three tenants, and one of a tenant for whom nobody works; a row's name begins like its tenant, as the
 * tenants' slugs end.
 */
public final class Stock implements AutoCloseable {

    private final Database database;
    private final SessionFactory factory;

    private Stock(Database database, SessionFactory factory) {
        this.database = database;
        this.factory = factory;
    }

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        long id;

        String name = "";
    }

    public static Stock in(Database database) {
        database.empty();
        SessionFactory factory = Factories.on(database, Item.class)
                .with(TenantRlsSettings.KNOWN_TENANTS, true)
                .systemLogin()
                .createSchema()
                .open();
        int id = 0;
        for (UUID tenant : List.of(A, B, C, io.github.tenantrls.tests.support.Tenants.NOBODY)) {
            Tenants.of(factory).create(tenant, "tenant-" + name(tenant), "Tenant");
            TestSchema.of(database).insert("item", tenant, "id, name", ++id + ", '" + name(tenant) + "'");
        }
        return new Stock(database, factory);
    }

    private static String name(Object tenant) {
        return tenant.toString().substring(0, 1);
    }

    /** The names that the current thread sees, through an {@code EntityManager} of its own. */
    public String read() {
        return factory.callInTransaction(em -> String.join(
                ",",
                em.createQuery("select i.name from Item i order by i.name", String.class)
                        .getResultList()));
    }

    /** For whom the current thread works: the first letter of the tenant, or a hyphen. */
    public static String who() {
        return TenantContext.current().map(Stock::name).orElse("-");
    }

    public void suspend(UUID tenant) {
        Tenants.of(factory).suspend(tenant);
    }

    public void activate(UUID tenant) {
        Tenants.of(factory).activate(tenant);
    }

    /** Finds tenants by header, path and subdomain; users may act for the tenant that they are named after. */
    public TenantResolverBuilder resolver() {
        return TenantResolver.builder()
                .lookup(TenantLookup.of(factory))
                .strategies(
                        TenantStrategy.header(),
                        TenantStrategy.path("/t/{tenant}/*"),
                        TenantStrategy.subdomain("app.example.com"))
                .access(members());
    }

    private static TenantAccess members() {
        return (request, tenant) -> request.principal()
                .filter(user -> user.getName().equals(name(tenant)))
                .isPresent();
    }

    /** Does something while the table is without policies: then its rows are everybody's. */
    public void withoutPolicies(Runnable action) {
        TestSchema.of(database).unprotect("item");
        try {
            action.run();
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    /** How many rows there are, whoever owns them. */
    public String count() {
        return String.valueOf(database.value(Role.SUPERUSER, "select count(*) from item"));
    }

    @Override
    public void close() {
        factory.close();
    }
}
