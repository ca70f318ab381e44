// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenant for which the current thread works.
 *
 * <p>Set for a block of code, and put back to what it was when the block ends, however it ends:
 *
 * <pre>{@code
 * TenantContext.runAs(acme, () -> service.invoice(42));
 * }</pre>
 *
 * <p>A tenant is identified by a {@link UUID}, a {@link String}, a {@link Long} or an {@link Integer}. An {@code
 * EntityManager} takes the tenant when it is opened, and refuses to work while another one is set, see {@link
 * TenantRlsSettings#SWITCH_GUARD}.
 *
 * <p>Thread-safe: each thread has a tenant of its own. No thread inherits it from the one that started it.
 */
public final class TenantContext {

    private static final ThreadLocal<@Nullable Object> CURRENT = new ThreadLocal<>();

    private TenantContext() {}

    /**
     * The tenant of the current thread.
     *
     * @return the identifier as it was given, or empty if none is set
     */
    public static Optional<Object> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * The tenant of the current thread, which must be set.
     *
     * @return the identifier as it was given
     * @throws MissingTenantException if none is set
     */
    public static Object required() {
        Object tenant = CURRENT.get();
        if (tenant == null) {
            throw new MissingTenantException(
                    "No tenant is set for this thread; wrap the work in TenantContext.runAs(tenant, ..)");
        }
        return tenant;
    }

    /**
     * Runs an action for a tenant, and puts back the tenant that was set before.
     *
     * @param tenant a {@link UUID}, {@link String}, {@link Long} or {@link Integer}
     * @param action what to do
     * @param <E> what the action throws
     * @throws E what the action throws
     * @throws InvalidTenantException if {@code tenant} is none of these, or an empty string
     */
    public static <E extends Exception> void runAs(Object tenant, Action<E> action) throws E {
        try (Scope scope = open(tenant)) {
            action.run();
        }
    }

    /**
     * Computes a value for a tenant, and puts back the tenant that was set before.
     *
     * @param tenant a {@link UUID}, {@link String}, {@link Long} or {@link Integer}
     * @param call what to compute
     * @param <T> the value's type
     * @param <E> what the call throws
     * @return what the call returned
     * @throws E what the call throws
     * @throws InvalidTenantException if {@code tenant} is none of these, or an empty string
     */
    public static <T extends @Nullable Object, E extends Exception> T callAs(Object tenant, Call<T, E> call) throws E {
        try (Scope scope = open(tenant)) {
            return call.call();
        }
    }

    /**
     * Runs an action with no tenant set, and puts back the tenant that was set before.
     *
     * @param action what to do
     * @param <E> what the action throws
     * @throws E what the action throws
     */
    public static <E extends Exception> void withoutTenant(Action<E> action) throws E {
        try (Scope scope = new Scope(null)) {
            action.run();
        }
    }

    /**
     * Sets the tenant until the scope is closed, for code that cannot be written as a block.
     *
     * @param tenant a {@link UUID}, {@link String}, {@link Long} or {@link Integer}
     * @return the scope; close it on the same thread, in a {@code try} statement
     * @throws InvalidTenantException if {@code tenant} is none of these, or an empty string
     */
    public static Scope open(Object tenant) {
        return new Scope(checked(tenant));
    }

    /**
     * Runs an action for the system, which sees all tenants. Not available yet: always throws.
     *
     * @param reason why the work needs to see all tenants
     * @param action what to do
     * @param <E> what the action throws
     * @throws E never yet, since the action is not run
     * @throws TenantRlsException always, with the remedy
     */
    public static <E extends Exception> void runAsSystem(String reason, Action<E> action) throws E {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(action, "action");
        throw new TenantRlsException("No system identity is configured, so work across tenants is refused; use a"
                + " connection of your own as a role that the policies do not restrict, outside this persistence unit");
    }

    private static Object checked(Object tenant) {
        Objects.requireNonNull(tenant, "tenant");
        boolean known = tenant instanceof UUID
                || tenant instanceof Long
                || tenant instanceof Integer
                || tenant instanceof String text && !text.isEmpty();
        if (!known) {
            throw new InvalidTenantException(
                    "A tenant identifier must be a UUID, a non-empty String, a Long or an Integer, not "
                            + (tenant instanceof String
                                    ? "an empty String"
                                    : "a " + tenant.getClass().getName()));
        }
        return tenant;
    }

    private static void set(@Nullable Object tenant) {
        if (tenant == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(tenant);
        }
    }

    /**
     * What to do for a tenant.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        /**
         * Does it.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }

    /**
     * What to compute for a tenant.
     *
     * @param <T> the value's type
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Call<T extends @Nullable Object, E extends Exception> {
        /**
         * Computes it.
         *
         * @return the value
         * @throws E if it fails
         */
        T call() throws E;
    }

    /** A tenant that is set until this is closed; not thread-safe, and to be closed on the thread that opened it. */
    public static final class Scope implements AutoCloseable {

        private final @Nullable Object previous;
        private final Thread thread = Thread.currentThread();
        private boolean closed;

        private Scope(@Nullable Object tenant) {
            previous = CURRENT.get();
            set(tenant);
        }

        /**
         * Puts back the tenant that was set when the scope was opened; closing again does nothing.
         *
         * @throws IllegalStateException on another thread than the one that opened the scope
         */
        @Override
        public void close() {
            if (thread != Thread.currentThread()) {
                throw new IllegalStateException("A tenant scope must be closed on the thread that opened it ("
                        + thread.getName() + "); open a scope of its own on each thread");
            }
            if (!closed) {
                closed = true;
                set(previous);
            }
        }
    }
}
