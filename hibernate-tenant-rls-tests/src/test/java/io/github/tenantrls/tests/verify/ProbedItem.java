// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.verify.ProbeReport;
import io.github.tenantrls.verify.RlsVerifier;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of items with a row in it, protected as the library does it, for the probe to try. */
@ExtendWith(DatabaseExtension.class)
abstract class ProbedItem {

    final Database database;

    ProbedItem(Database database) {
        this.database = database;
    }

    @BeforeEach
    void a_correct_schema_with_a_row() {
        database.empty();
        factories().createSchema();
        insert();
    }

    private void insert() {
        database.sql(Role.SUPERUSER, "insert into item (id, tenant_id) values (1, '" + Tenants.A + "')");
    }

    Factories factories() {
        return Factories.on(database, Item.class).with(TenantRlsSettings.VERIFICATION, "off");
    }

    ProbeReport probe() {
        try (SessionFactory factory = factories().open()) {
            return RlsVerifier.of(factory).probe();
        }
    }
}
