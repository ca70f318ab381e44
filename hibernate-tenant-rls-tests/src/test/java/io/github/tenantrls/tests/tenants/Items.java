// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static io.github.tenantrls.tests.support.Tenants.NOBODY;

import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A table with one row of each of three tenants and of nobody, in which a name is unique per tenant at the commit. */
final class Items {

    private final Database database;

    Items(Database database) {
        this.database = database;
    }

    @Entity(name = "Item")
    @TenantScoped
    static class Item {
        @Id
        @GeneratedValue
        long id;

        String name = "";

        Item() {}

        Item(String name) {
            this.name = name;
        }
    }

    static Factories factories(Database database) {
        return Factories.on(database, Item.class);
    }

    void create() {
        factories(database).systemLogin().createSchema();
        database.sql(
                Role.OWNER,
                "alter table item add constraint once unique (tenant_id, name) deferrable initially deferred");
    }

    void fill() {
        database.sql(Role.SUPERUSER, "delete from item");
        int id = 0;
        for (UUID tenant : List.of(A, B, C, NOBODY)) {
            TestSchema.of(database).insert("item", tenant, "id, name", --id + ", '" + letter(tenant) + "'");
        }
    }

    /** Has the session change what it sees. */
    static int change(EntityManager session) {
        return session.createQuery("update Item set name = concat(name, '!')").executeUpdate();
    }

    /** The names of all rows, past the policies, each behind the first letter of its tenant. */
    List<@Nullable String> all() {
        return database.query(
                Role.SUPERUSER, "select left(tenant_id::text, 1) || ':' || name from item order by tenant_id, name");
    }

    private static String letter(UUID tenant) {
        return tenant.toString().substring(0, 1);
    }
}
