// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantScoped;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.HashSet;
import java.util.Set;
import org.hibernate.annotations.Audited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit that Hibernate has of its own since 7.4, without Envers. */
@ExtendWith(DatabaseExtension.class)
class HistoryTablesIT {

    private final Database database;

    HistoryTablesIT(Database database) {
        this.database = database;
    }

    @Entity(name = "ledger")
    @TenantScoped
    @Audited
    static class Ledger {
        @Id
        long id;

        @ElementCollection
        @CollectionTable(name = "ledger_lines")
        Set<String> lines = new HashSet<>();
    }

    /** Not on the oldest Hibernate that the build tests with. */
    static boolean hibernateHasThem() {
        try {
            Class.forName("org.hibernate.annotations.Audited");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    @EnabledIf("hibernateHasThem")
    void former_rows_are_protected_as_the_rows_are() {
        Factories.on(database, Ledger.class).createSchema().open().close();
        assertThat(database.query(
                        Role.OWNER, "select polrelid::regclass from pg_policy where polname = 'tenant_isolation'"))
                .containsExactlyInAnyOrder("ledger", "ledger_lines", "ledger_aud", "ledger_lines_aud");
    }
}
