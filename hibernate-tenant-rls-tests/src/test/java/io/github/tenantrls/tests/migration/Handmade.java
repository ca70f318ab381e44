// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import io.github.tenantrls.TenantColumnType;
import io.github.tenantrls.migration.BackfillTask;
import io.github.tenantrls.migration.MigrationListener;
import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationRunner;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.RunOptions;
import io.github.tenantrls.migration.StepKind;
import io.github.tenantrls.schema.TenantTable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Plans by hand, and runners of them, so that a step can be one that no planner would plan. */
final class Handmade {

    /** Few attempts, small batches, no patience. */
    static final RunOptions IMPATIENT =
            new RunOptions(Duration.ofMillis(200), 3, 10, Duration.ZERO, Duration.ofMillis(300));

    private Handmade() {}

    /** What a database lacks. */
    interface Plan {
        List<MigrationStep> steps(Connection connection) throws SQLException;
    }

    static MigrationRunner runner(MigrationStep... steps) {
        return runner(IMPATIENT, MigrationListener.NONE, steps);
    }

    static MigrationRunner runner(RunOptions options, MigrationListener listener, MigrationStep... steps) {
        return runner(options, listener, connection -> List.of(steps));
    }

    /** By the constructor that the package keeps for itself. */
    static MigrationRunner runner(RunOptions options, MigrationListener listener, Plan planning) {
        try {
            Class<?> type = Class.forName(MigrationRunner.class.getName() + "$Planning");
            Object planner = Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) ->
                            new MigrationPlan(planning.steps((Connection) arguments[0]), List.of()));
            Constructor<MigrationRunner> constructor =
                    MigrationRunner.class.getDeclaredConstructor(type, RunOptions.class, MigrationListener.class);
            constructor.setAccessible(true);
            return constructor.newInstance(planner, options, listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A step in one transaction. */
    static MigrationStep step(StepKind kind, String subject, String... statements) {
        return new MigrationStep(
                MigrationPhase.PREPARE, kind, subject, "change " + subject, List.of(statements), List.of(), true, null);
    }

    /** A step outside of a transaction. */
    static MigrationStep alone(StepKind kind, String subject, String... statements) {
        return new MigrationStep(
                MigrationPhase.PREPARE,
                kind,
                subject,
                "change " + subject,
                List.of(statements),
                List.of(),
                false,
                null);
    }

    /** A step that fills {@code tenant_id}, a text, of a table in {@code public}. */
    static MigrationStep backfill(String table, String value) {
        return backfill(
                new TenantTable(null, "public", table, Set.of(), "tenant_id", TenantColumnType.TEXT, true, false),
                value);
    }

    static MigrationStep backfill(TenantTable table, String value) {
        return new MigrationStep(
                MigrationPhase.PREPARE,
                StepKind.BACKFILL,
                table.displayName(),
                "fill " + table.displayName(),
                List.of(),
                List.of(),
                true,
                new BackfillTask(table, List.of(), value));
    }
}
