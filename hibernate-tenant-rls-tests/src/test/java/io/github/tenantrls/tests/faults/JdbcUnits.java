// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantContext;
import java.sql.Connection;
import java.util.List;
import java.util.Random;

/** Units of work on connections of an {@code RlsDataSource}, for one thread. */
final class JdbcUnits {

    private static final int STEPS = 3;

    private final Trace trace;
    private final Random random;

    JdbcUnits(Trace trace, Random random) {
        this.trace = trace;
        this.random = random;
    }

    void inTransaction(Stack stack) throws Exception {
        Scene scene = scene(stack, "JDBC");
        TenantContext.runAs(scene.tenant, () -> {
            if (stack.jta()) {
                Transacted.of(Pools.transactions()).run(scene.effects, () -> {
                    try (Connection connection = stack.isolated().getConnection()) {
                        work(stack, connection, scene);
                    }
                });
            } else {
                try (Connection connection = stack.isolated().getConnection()) {
                    Transacted.of(connection).run(scene.effects, () -> work(stack, connection, scene));
                }
            }
        });
    }

    /** Each statement is a transaction of its own. */
    void inAutoCommit(Stack stack) throws Exception {
        Scene scene = scene(stack, "JDBC in auto-commit");
        TenantContext.runAs(scene.tenant, () -> {
            try (Connection connection = stack.isolated().getConnection()) {
                steps(JdbcReads.ANYWHERE, connection, scene);
                alone(Step.any(JdbcWrites.ANYWHERE, random), connection, scene);
            }
        });
    }

    private void alone(Step<Connection> write, Connection connection, Scene scene) throws Exception {
        scene.effects.committing();
        try {
            run(write, connection, scene);
            scene.effects.committed();
        } catch (Throwable failure) {
            scene.effects.failed(failure);
            throw failure;
        }
    }

    private void work(Stack stack, Connection connection, Scene scene) throws Exception {
        steps(JdbcReads.ANYWHERE, connection, scene);
        steps(JdbcReads.IN_TRANSACTION, connection, scene);
        steps(JdbcWrites.ANYWHERE, connection, scene);
        steps(JdbcWrites.IN_TRANSACTION, connection, scene);
        int last = random.nextInt(100);
        if (last < 16) {
            run(Step.any(Provoked.ALL, random), connection, scene);
        } else if (last < 20) {
            run(Step.any(Hostile.ALL, random), connection, scene);
        } else if (last < 28) {
            Provoked.savepoint(connection, scene, !stack.jta());
            trace.done(Provoked.SAVEPOINT);
        } else if (last < 38) {
            throw new Abandoned();
        }
    }

    private void steps(List<Step<Connection>> steps, Connection connection, Scene scene) throws Exception {
        for (int i = random.nextInt(STEPS); i > 0; i--) {
            run(Step.any(steps, random), connection, scene);
        }
    }

    private void run(Step<Connection> step, Connection connection, Scene scene) throws Exception {
        trace.begins(step.name() + " by RlsDataSource for " + scene.tenant);
        step.work().run(connection, scene);
        trace.done(step.name());
    }

    private Scene scene(Stack stack, String kind) {
        return Scene.any(trace.results(), random, kind + " on " + stack.name());
    }
}
