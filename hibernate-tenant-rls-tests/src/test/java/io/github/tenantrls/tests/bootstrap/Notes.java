// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.bootstrap;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import io.github.tenantrls.tests.support.TestSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table of notes, one of each tenant. */
@ExtendWith(DatabaseExtension.class)
abstract class Notes {

    static Database database;

    @BeforeAll
    static void createSchema() {
        Factories.on(database, Note.class).createSchema();
    }

    @BeforeEach
    void insertNotes() {
        database.sql(Role.SUPERUSER, "truncate note");
        for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY)) {
            TestSchema.of(database).insert("note", tenant, "text", "'" + tenant + "'");
        }
    }

    static Map<String, Object> connection() {
        return new HashMap<>(Map.of(
                "jakarta.persistence.jdbc.url", database.url(),
                "jakarta.persistence.jdbc.user", database.user(Role.APP),
                "jakarta.persistence.jdbc.password", database.password(Role.APP)));
    }
}
