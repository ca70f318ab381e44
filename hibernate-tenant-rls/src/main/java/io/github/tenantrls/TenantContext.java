// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenant for which the current thread works.
 *
 * <p>Set for a block of code, and put back to what it was when the block ends, however it ends and whatever was {@linkplain
 * #open opened} and forgotten inside of it:
 *
 * <pre>{@code
 * TenantContext.runAs(acme, () -> service.invoice(42));
 * }</pre>
 *
 * <p>A tenant is identified by a {@link UUID}, a {@link String}, a {@link Long} or an {@link Integer}. An {@code
 * EntityManager} takes the tenant when it is opened, and refuses to work while another one is set, see {@link
 * TenantRlsSettings#SWITCH_GUARD}.
 *
 * <p>Thread-safe: each thread has a tenant of its own. No thread inherits it from the one that started it; {@link
 * #snapshot} hands it over. Outside of all blocks it is the tenant that a {@link TenantSource} knows, such as that of the
 * request on Quarkus.
 */
public final class TenantContext {

    private TenantContext() {}

    /**
     * The tenant of the current thread.
     *
     * @return the identifier as it was given, or empty if none is set, as in a block of {@link #runAsSystem}
     */
    public static Optional<Object> current() {
        return Optional.ofNullable(WorkScope.currentTenant());
    }

    /**
     * The tenant of the current thread, which must be set.
     *
     * @return the identifier as it was given
     * @throws MissingTenantException if none is set
     */
    public static Object required() {
        return current()
                .orElseThrow(() -> new MissingTenantException(
                        isSystem()
                                ? "This thread works for the system, and so for no single tenant; wrap what is done for one"
                                        + " in TenantContext.runAs(tenant, ..)"
                                : "No tenant is set for this thread, and none is inherited"
                                        + " from another; wrap the work in TenantContext.runAs(tenant, ..)"));
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
        WorkScope.block(checked(tenant), action);
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
        return WorkScope.block(checked(tenant), false, call);
    }

    /**
     * Runs an action with no tenant set, and puts back the tenant that was set before.
     *
     * @param action what to do
     * @param <E> what the action throws
     * @throws E what the action throws
     */
    public static <E extends Exception> void withoutTenant(Action<E> action) throws E {
        WorkScope.block(null, action);
    }

    /**
     * Sets the tenant until the scope is closed, for code that cannot be written as a block.
     *
     * @param tenant a {@link UUID}, {@link String}, {@link Long} or {@link Integer}
     * @return the scope; close it on the same thread, in a {@code try} statement
     * @throws InvalidTenantException if {@code tenant} is none of these, or an empty string
     */
    public static Scope open(Object tenant) {
        return new Scope(checked(tenant), WorkScope.Extent.OPEN);
    }

    /**
     * Runs an action for the system, which sees and changes the rows of all tenants, and puts back the tenant that was set
     * before.
     *
     * <p>Sessions opened inside work for the system; outside of it their statements are refused, while what they have
     * fetched can be read and their transaction ended. {@link #runAs} inside works for a tenant as ever. Each use is logged
     * at level info, in the category of {@link SystemWork}, recorded for Java Flight Recorder, and told to the {@linkplain
     * #addSystemWorkListener listeners}. Not carried to other threads, which have no tenant then and have to ask for it
     * themselves.
     *
     * @param reason why the work needs to see all tenants, for the log; no secrets
     * @param action what to do
     * @param <E> what the action throws
     * @throws E what the action throws
     * @throws TenantRlsException if there is no reason; and out of the action if it opens a session of a persistence unit
     *     that has no system identity, see {@link TenantRlsSettings#SYSTEM_USER}
     */
    public static <E extends Exception> void runAsSystem(String reason, Action<E> action) throws E {
        TenantContext.<Boolean, E>callAsSystem(reason, WorkScope.asCall(action));
    }

    /**
     * Computes a value for the system, as {@link #runAsSystem} does.
     *
     * @param reason why the work needs to see all tenants, for the log; no secrets
     * @param call what to compute
     * @param <T> the value's type
     * @param <E> what the call throws
     * @return what the call returned
     * @throws E what the call throws
     * @throws TenantRlsException as for {@link #runAsSystem}
     */
    public static <T extends @Nullable Object, E extends Exception> T callAsSystem(String reason, Call<T, E> call)
            throws E {
        SystemWorkJournal journal = SystemWorkJournal.open(reason);
        boolean done = false;
        try {
            T result = WorkScope.block(null, true, call);
            done = true;
            return result;
        } finally {
            journal.close(done);
        }
    }

    /**
     * Whether the current thread works for the system.
     *
     * @return whether the innermost block is one of {@link #runAsSystem}; then {@link #current} is empty
     */
    public static boolean isSystem() {
        return WorkScope.isCurrentlySystem();
    }

    /**
     * Has a listener told of each use of the system identity in this JVM.
     *
     * @param listener the listener, which is kept until it is removed
     */
    public static void addSystemWorkListener(SystemWorkListener listener) {
        SystemWorkJournal.add(listener);
    }

    /**
     * Has a listener told no more.
     *
     * @param listener the listener
     */
    public static void removeSystemWorkListener(SystemWorkListener listener) {
        SystemWorkJournal.remove(listener);
    }

    /**
     * Takes down for whom the current thread works, to work for the same on another thread or later.
     *
     * @return the tenant, or that there is none; never the system: within {@link #runAsSystem} there is no tenant
     */
    public static TenantSnapshot snapshot() {
        return new TenantSnapshot(current().orElse(null));
    }

    private static Object checked(@Nullable Object tenant) {
        if (tenant instanceof UUID
                || tenant instanceof Long
                || tenant instanceof Integer
                || tenant instanceof String text && !text.isEmpty()) {
            return tenant;
        }
        throw new InvalidTenantException("A tenant identifier must be a UUID, a non-empty String, a Long or an Integer,"
                + " not " + describe(tenant)
                + "; find out where it comes from, or use TenantContext.withoutTenant(..) for work without");
    }

    private static String describe(@Nullable Object tenant) {
        if (tenant == null) {
            return "null";
        }
        return tenant instanceof String
                ? "an empty String"
                : "a " + tenant.getClass().getName();
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

        private final WorkScope work;

        Scope(@Nullable Object tenant, WorkScope.Extent extent) {
            work = WorkScope.open(tenant, extent);
        }

        /**
         * Puts back the tenant of the innermost scope that is still open; closing again does nothing.
         *
         * <p>A scope that is closed before one opened inside of it changes nothing yet, and its tenant does not come back.
         *
         * @throws IllegalStateException on another thread than the one that opened the scope
         */
        @Override
        public void close() {
            work.close();
        }
    }
}
