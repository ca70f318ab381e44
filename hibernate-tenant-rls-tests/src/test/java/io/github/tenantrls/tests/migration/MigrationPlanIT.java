// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.PlanOptions;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DatabaseExtension.class)
class MigrationPlanIT {

    private final Database database;

    MigrationPlanIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void shop() {
        OldShop.create(database);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_the_steps_nothing_is_lacking_and_the_undo_restores_what_was(boolean concurrently) throws SQLException {
        PlanOptions options =
                new PlanOptions(EnumSet.allOf(io.github.tenantrls.migration.MigrationPhase.class), concurrently);
        List<String> before = Catalogs.of(database);

        MigrationPlan plan = OldShop.plan(database, OldShop.config(), options);
        OldShop.apply(database, plan);

        assertThat(OldShop.plan(database, OldShop.config(), options).steps()).isEmpty();

        OldShop.undo(database, plan);
        assertThat(Catalogs.of(database)).containsExactlyElementsOf(before);
    }
}
