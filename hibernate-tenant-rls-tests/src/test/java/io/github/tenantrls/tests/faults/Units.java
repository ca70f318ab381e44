// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.StatelessSession;

/** Units of work by sessions of a persistence unit, for one thread. */
final class Units {

    private static final int STEPS = 4;

    private final Trace trace;
    private final Random random;

    Units(Trace trace, Random random) {
        this.trace = trace;
        this.random = random;
    }

    /** A session in a transaction, of its own or of the transaction manager's. */
    void session(Stack stack) throws Exception {
        Scene scene = scene(stack, "session");
        TenantContext.runAs(scene.tenant, () -> {
            if (stack.jta()) {
                Transacted.of(Pools.transactions()).run(scene.effects, () -> {
                    try (Session session = stack.factory().openSession()) {
                        work(stack, session, scene);
                    }
                });
            } else {
                try (Session session = stack.factory().openSession()) {
                    Transacted.of(session).run(scene.effects, () -> work(stack, session, scene));
                }
            }
        });
    }

    void stateless(Stack stack) throws Exception {
        Scene scene = scene(stack, "stateless session");
        TenantContext.runAs(scene.tenant, () -> {
            if (stack.jta()) {
                Transacted.of(Pools.transactions()).run(scene.effects, () -> {
                    try (StatelessSession session = stack.factory().openStatelessSession()) {
                        steps(StatelessSteps.ALL, session, scene);
                    }
                });
            } else {
                try (StatelessSession session = stack.factory().openStatelessSession()) {
                    Transacted.of(session).run(scene.effects, () -> steps(StatelessSteps.ALL, session, scene));
                }
            }
        });
    }

    /** A session that only reads, each time in auto-commit. */
    void withoutTransaction(Stack stack) throws Exception {
        Scene scene = scene(stack, "session");
        TenantContext.runAs(scene.tenant, () -> {
            try (Session session = stack.factory().openSession()) {
                steps(SessionReads.ANYWHERE, session, scene);
                session.doWork(connection -> unchecked(() -> steps(JdbcReads.ANYWHERE, connection, scene)));
            }
        });
    }

    /** Two tenants in turn, each by a session of its own, in one transaction of the transaction manager's. */
    void twoTenants(Stack stack) throws Exception {
        Scene first = scene(stack, "two tenants");
        Scene second = new Scene(
                another(first.tenant), random, first.effects, trace.results().findings());
        Transacted.of(Pools.transactions()).run(first.effects, () -> {
            try (Session ofFirst = TenantContext.callAs(first.tenant, stack.factory()::openSession);
                    Session ofSecond = TenantContext.callAs(second.tenant, stack.factory()::openSession)) {
                for (int i = 0; i < STEPS; i++) {
                    boolean turn = random.nextBoolean();
                    Scene scene = turn ? first : second;
                    TenantContext.runAs(scene.tenant, () -> step(turn ? ofFirst : ofSecond, scene));
                }
                trace.done("two tenants in one transaction of JTA");
            }
        });
    }

    private UUID another(UUID tenant) {
        List<UUID> tenants = Population.TENANTS;
        return tenants.get((tenants.indexOf(tenant) + 1 + random.nextInt(tenants.size() - 1)) % tenants.size());
    }

    private Scene scene(Stack stack, String kind) {
        return Scene.any(trace.results(), random, kind + " on " + stack.name());
    }

    private void work(Stack stack, Session session, Scene scene) throws Exception {
        if (random.nextInt(10) == 0) {
            serializable(session, scene);
        }
        for (int i = random.nextInt(STEPS); i >= 0; i--) {
            step(session, scene);
        }
        int last = random.nextInt(100);
        if (last < 16) {
            onConnection(Provoked.ALL, session, scene);
        } else if (last < 20) {
            onConnection(Hostile.ALL, session, scene);
        } else if (last < 28) {
            session.doWork(connection -> unchecked(() -> Provoked.savepoint(connection, scene, !stack.jta())));
            trace.done(Provoked.SAVEPOINT);
        } else if (last < 31) {
            mismatch(session, scene);
        } else if (last < 41) {
            throw new Abandoned();
        }
    }

    private void step(Session session, Scene scene) throws Exception {
        int kind = random.nextInt(100);
        if (kind < 25) {
            run(Step.any(SessionReads.ANYWHERE, random), session, scene);
        } else if (kind < 40) {
            run(Step.any(SessionReads.IN_TRANSACTION, random), session, scene);
        } else if (kind < 70) {
            run(Step.any(SessionWrites.ALL, random), session, scene);
        } else {
            onConnection(
                    kind < 80
                            ? JdbcReads.ANYWHERE
                            : kind < 85
                                    ? JdbcReads.IN_TRANSACTION
                                    : kind < 93 ? JdbcWrites.ANYWHERE : JdbcWrites.IN_TRANSACTION,
                    session,
                    scene);
        }
    }

    private void onConnection(List<Step<Connection>> steps, Session session, Scene scene) {
        session.doWork(connection -> unchecked(() -> run(Step.any(steps, random), connection, scene)));
    }

    /** Reads, waits, and writes where others have written meanwhile. */
    private void serializable(Session session, Scene scene) throws Exception {
        session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction isolation level serializable");
            }
        });
        run(SessionReads.ANYWHERE.get(2), session, scene);
        Thread.sleep(5);
        session.clear();
        run(SessionWrites.ALL.get(0), session, scene);
        trace.done("serializable transaction");
    }

    private void mismatch(Session session, Scene scene) throws Exception {
        UUID other = another(scene.tenant);
        try {
            TenantContext.runAs(other, () -> run(Step.any(SessionReads.ANYWHERE, random), session, scene));
        } catch (TenantMismatchException e) {
            trace.done("hostile: session used for another tenant");
            return;
        }
        scene.outOfReach(false, "a session could be used while " + other + " was set");
    }

    private <T> void steps(List<Step<T>> steps, T target, Scene scene) throws Exception {
        for (int i = random.nextInt(STEPS); i >= 0; i--) {
            run(Step.any(steps, random), target, scene);
        }
    }

    private <T> void run(Step<T> step, T target, Scene scene) throws Exception {
        trace.begins(step.name() + " for " + scene.tenant);
        step.work().run(target, scene);
        trace.done(step.name());
    }

    /** For what takes only work that throws SQLExceptions; it is looked through its cause. */
    private static void unchecked(Transacted.Work work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
