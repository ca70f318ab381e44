// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tenants;

import io.github.tenantrls.TenantRlsException;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Does something once for each of many tenants, each in a transaction of its own.
 *
 * <pre>{@code
 * ForEachReport report = ForEachTenant.of(emf, tenants)
 *         .parallelism(4)
 *         .run((em, tenant) -> em.createQuery("delete from Draft where old").executeUpdate());
 * report.throwIfFailed();
 * }</pre>
 *
 * <p>A tenant for which it fails leaves nothing behind and does not keep the others from it, unless {@link #stopOnFailure}
 * is asked for. The work is done by daemon threads that the run starts and ends, so neither the tenant nor the transaction
 * nor the system scope of the caller is of any account. In a persistence unit with JTA the transactions are those of the
 * {@code UserTransaction} of Hibernate's {@code JtaPlatform}.
 *
 * <p>Immutable: each method returns another one.
 */
public final class ForEachTenant {

    private final EntityManagerFactory factory;
    private final Iterable<?> tenants;
    private final OptionalLong total;
    private final int parallelism;
    private final boolean stopOnFailure;
    private final ForEachListener listener;

    private ForEachTenant(
            EntityManagerFactory factory,
            Iterable<?> tenants,
            OptionalLong total,
            int parallelism,
            boolean stopOnFailure,
            ForEachListener listener) {
        this.factory = factory;
        this.tenants = tenants;
        this.total = total;
        this.parallelism = parallelism;
        this.stopOnFailure = stopOnFailure;
        this.listener = listener;
    }

    /**
     * Work for the given tenants: one after the other, whichever of them fails.
     *
     * @param factory a factory that uses this library's connection provider
     * @param tenants identifiers as {@link io.github.tenantrls.TenantContext#runAs} takes them, not null. Read while the
     *     work goes on and never kept, by the threads of the run, one at a time and with no tenant set. If reading them
     *     fails, no further tenant is begun and the run ends with an exception.
     * @return what is to be run
     */
    public static ForEachTenant of(EntityManagerFactory factory, Iterable<?> tenants) {
        OptionalLong total =
                tenants instanceof Collection<?> known ? OptionalLong.of(known.size()) : OptionalLong.empty();
        return new ForEachTenant(factory, tenants, total, 1, false, (progress, run) -> {});
    }

    /**
     * The same for several tenants at a time.
     *
     * @param threads how many at the most, at least 1, which is the default; each needs a connection, so more than the pool
     *     has only wait for one, as long as the pool lets them
     * @return what is to be run
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public ForEachTenant parallelism(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("The work cannot be done by " + threads
                    + " threads; give at least 1, and at most the connections that" + " the pool can spare");
        }
        return new ForEachTenant(factory, tenants, total, threads, stopOnFailure, listener);
    }

    /**
     * The same, but once it has failed for a tenant no further one is begun. Those that are under way are let finish.
     *
     * @return what is to be run
     */
    public ForEachTenant stopOnFailure() {
        return new ForEachTenant(factory, tenants, total, parallelism, true, listener);
    }

    /**
     * The same, with the number of tenants known, for the estimate of the remaining time; of a {@link Collection} it is.
     *
     * @param count how many there are, about
     * @return what is to be run
     */
    public ForEachTenant total(long count) {
        return new ForEachTenant(factory, tenants, OptionalLong.of(count), parallelism, stopOnFailure, listener);
    }

    /**
     * The same, with a listener told each time that a tenant's work has ended.
     *
     * @param told the listener, instead of the one before
     * @return what is to be run
     */
    public ForEachTenant listener(ForEachListener told) {
        return new ForEachTenant(factory, tenants, total, parallelism, stopOnFailure, told);
    }

    /**
     * Does it, and waits for the end; see {@link ForEachRun#await()} for what an interruption does.
     *
     * @param action what to do for each tenant
     * @return what came of it
     * @throws TenantRlsException as for {@link #start}, and as for {@link ForEachRun#await()}
     */
    public ForEachReport run(TenantAction action) {
        return start(action).await();
    }

    /**
     * Begins to do it, and returns at once.
     *
     * @param action what to do for each tenant
     * @return the run, to wait for or to cancel
     * @throws TenantRlsException if the factory does not use this library, or is to use JTA and Hibernate has no {@code
     *     UserTransaction}
     */
    public ForEachRun start(TenantAction action) {
        TenantSessions sessions = TenantSessions.of(factory);
        ForEachRun run = new ForEachRun(new TenantQueue(tenants), new Outcomes(total, listener), stopOnFailure);
        run.start((int) Math.max(1, Math.min(parallelism, total.orElse(parallelism))), sessions, action);
        return run;
    }
}
