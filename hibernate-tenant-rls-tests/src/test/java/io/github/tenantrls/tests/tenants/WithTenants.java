// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.tenants;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of the tenants, which is empty before each test, and an application whose system may change it. */
@ExtendWith(DatabaseExtension.class)
abstract class WithTenants {

    static Database database;

    static SessionFactory factory;

    final Tenants tenants = Tenants.of(factory);

    @BeforeAll
    static void create() {
        factory = factories().createSchema().open();
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void nobody() {
        database.sql(Role.SUPERUSER, "delete from tenants");
    }

    static Factories factories() {
        return Factories.on(database, Job.class)
                .with(TenantRlsSettings.TENANTS_TABLE, "tenants")
                .systemLogin();
    }
}
