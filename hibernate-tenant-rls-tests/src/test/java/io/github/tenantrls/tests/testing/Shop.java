// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.testing;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import io.github.tenantrls.testing.TenantAssertions;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** An application with a DataSource that has nothing of JUnit, to be run where there is nothing of it. */
final class Shop {

    private Shop() {}

    /** With URL, user, password, a tenant, another one, the verification, and a class that must not be there. */
    public static void main(String[] arguments) throws Exception {
        for (String absent : arguments[6].split(",")) {
            requireAbsent(absent);
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser(arguments[1]);
        dataSource.setPassword(arguments[2]);
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("shop")
                .managedClass(Order.class)
                .property("jakarta.persistence.nonJtaDataSource", dataSource)
                .property("hibernate.tenant_rls.verification", arguments[5])
                .property("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName())
                .property("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName())
                .createEntityManagerFactory()) {
            assertIsolated(factory, UUID.fromString(arguments[3]), UUID.fromString(arguments[4]));
        }
        System.out.println("ISOLATED");
    }

    private static void requireAbsent(String name) {
        try {
            throw new IllegalStateException(Class.forName(name) + " is there");
        } catch (ClassNotFoundException e) {
            System.out.println("absent: " + e.getMessage());
        }
    }

    private static void assertIsolated(EntityManagerFactory factory, UUID tenant, UUID other) throws Exception {
        Order order = new Order();
        TenantContext.runAs(tenant, () -> factory.runInTransaction(em -> em.persist(order)));
        TenantAssertions.assertInvisibleToOthers(factory, tenant, order);
        TenantAssertions.assertInvisibleToOthers(factory, tenant, Order.class, Objects.requireNonNull(order.id), other);
        check(factory);
    }

    /** What the extension does before the tests of an application. */
    private static void check(EntityManagerFactory factory) throws ReflectiveOperationException {
        Class<?> type = Class.forName("io.github.tenantrls.testing.IsolationCheck");
        Constructor<?> constructor = type.getDeclaredConstructor(EntityManagerFactory.class, Set.class);
        constructor.setAccessible(true);
        Method require = type.getDeclaredMethod("require");
        require.setAccessible(true);
        require.invoke(constructor.newInstance(factory, Set.of()));
    }
}
