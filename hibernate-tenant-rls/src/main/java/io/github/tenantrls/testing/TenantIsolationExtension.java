// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import io.github.tenantrls.TenantRlsSettings;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fails the tests of a class unless the database isolates the tenants of every tenant-scoped entity: no rule finds
 * anything, and trying to cross from tenant to tenant proves each table. Refuses to run tests as a role that policies do
 * not restrict, since those would pass on any schema.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TenantIsolationExtension TENANTS =
 *         TenantIsolationExtension.ofUnit("orders", () -> Map.of("jakarta.persistence.jdbc.url", url()));
 * }</pre>
 *
 * <p>Tests get the factory as a parameter of type {@link EntityManagerFactory}. What is verified once is not verified
 * again in the same run. Thread-safe.
 */
public final class TenantIsolationExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(TenantIsolationExtension.class);

    private final Callable<? extends @Nullable EntityManagerFactory> source;
    private final boolean closes;
    private final Set<String> notProvable;

    private @Nullable EntityManagerFactory factory;
    private @Nullable String openedFor;

    private TenantIsolationExtension(
            Callable<? extends @Nullable EntityManagerFactory> source, boolean closes, Set<String> notProvable) {
        this.source = source;
        this.closes = closes;
        this.notProvable = notProvable;
    }

    /**
     * For a factory that the tests open and close themselves, logged in as the application is.
     *
     * @param factory gives the factory; asked before the {@code @BeforeAll} methods of the class, and while it gives null
     *     again before each test
     * @return the extension, to be registered with {@code @RegisterExtension}
     */
    public static TenantIsolationExtension of(Callable<? extends @Nullable EntityManagerFactory> factory) {
        return new TenantIsolationExtension(factory, false, Set.of());
    }

    /**
     * For a persistence unit, of which the extension opens a factory before the tests of a class and closes it after them.
     *
     * @param unit the name of the persistence unit
     * @param properties gives what {@code persistence.xml} does not have, above all where the database is and how the
     *     application logs in; asked once, when the schema must be there
     * @return the extension, to be registered with {@code @RegisterExtension}
     */
    public static TenantIsolationExtension ofUnit(String unit, Callable<? extends Map<String, ?>> properties) {
        return new TenantIsolationExtension(() -> open(unit, properties.call()), true, Set.of());
    }

    /**
     * The same, with tables that need not be proved by trying, because no row of theirs can be built; rules hold for them
     * all the same.
     *
     * @param tables tables as {@code schema.table}
     * @return an extension that allows these
     */
    public TenantIsolationExtension allowingNotProvable(String... tables) {
        return new TenantIsolationExtension(source, closes, Set.of(tables));
    }

    /**
     * Verifies, unless there is no factory yet; called by JUnit.
     *
     * @throws AssertionError if the tenants are not isolated, or the role is not one that tests may run as
     */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        EntityManagerFactory opened = factory(context);
        if (opened != null) {
            verify(context, opened);
        }
    }

    /**
     * Verifies what was not verified yet; called by JUnit.
     *
     * @throws AssertionError if the tenants are not isolated, or the role is not one that tests may run as
     */
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        verify(context, required(context));
    }

    /** Closes what it opened; called by JUnit. */
    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (context.getUniqueId().equals(openedFor)) {
            if (closes && factory != null) {
                factory.close();
            }
            factory = null;
            openedFor = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EntityManagerFactory.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return required(context);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The EntityManagerFactory of the tests cannot be opened", e);
        }
    }

    private EntityManagerFactory required(ExtensionContext context) throws Exception {
        return Objects.requireNonNull(
                factory(context),
                "TenantIsolationExtension.of(..) was given no EntityManagerFactory; open it where the extension is"
                        + " declared, or in a @BeforeAll method");
    }

    private synchronized @Nullable EntityManagerFactory factory(ExtensionContext context) throws Exception {
        if (factory == null) {
            factory = source.call();
            openedFor = context.getUniqueId();
        }
        return factory;
    }

    private void verify(ExtensionContext context, EntityManagerFactory opened) {
        context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Set.of(opened, notProvable), key -> verified(opened), Boolean.class);
    }

    private boolean verified(EntityManagerFactory opened) {
        new IsolationCheck(opened, notProvable).require();
        return true;
    }

    /** What is wrong is for the extension to tell, all of it. */
    private static EntityManagerFactory open(String unit, Map<String, ?> properties) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(TenantRlsSettings.VERIFICATION, "off");
        return Persistence.createEntityManagerFactory(unit, settings);
    }
}
