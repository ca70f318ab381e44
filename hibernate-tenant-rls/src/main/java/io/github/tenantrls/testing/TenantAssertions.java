// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.testing;

import io.github.tenantrls.TenantContext;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;

/**
 * Assertions that rows are for one tenant alone, which fail if there is no row to tell by. What they do to rows is rolled
 * back, and independent of JUnit.
 *
 * <pre>{@code
 * TenantAssertions.assertInvisibleToOthers(emf, acme, Project.class, id, globex);
 * }</pre>
 */
public final class TenantAssertions {

    private TenantAssertions() {}

    /**
     * Asserts that a committed row is there for its tenant, and that others neither read it (by {@code find} and HQL), nor
     * change it, nor delete it (by bulk statements): the tenants given, and one that nobody has.
     *
     * @param factory the factory of the application, logged in as the application is
     * @param tenant the tenant that the row belongs to
     * @param entity the entity class
     * @param id the row's identifier
     * @param others further tenants that must not reach it
     * @throws AssertionError if one of them does, with what it did, or if the row is not there for its own tenant
     * @throws IllegalArgumentException if the row's own tenant is among the others
     */
    public static void assertInvisibleToOthers(
            EntityManagerFactory factory, Object tenant, Class<?> entity, Object id, Object... others) {
        TenantRow row = new TenantRow(factory.unwrap(SessionFactory.class), entity, id);
        if (Arrays.asList(others).contains(tenant)) {
            throw new IllegalArgumentException("The tenant that the row belongs to is among those who must not see it");
        }
        if (!TenantContext.callAs(tenant, row::isStored)) {
            throw new AssertionError("There is no " + row + " for tenant " + tenant
                    + ", so that others do not see it would say nothing; commit it for this tenant before");
        }
        List<Object> strangers = new ArrayList<>(List.of(others));
        strangers.add(RandomTenant.like(tenant));
        List<String> crossed = new ArrayList<>();
        for (Object stranger : strangers) {
            TenantContext.callAs(stranger, row::reachedBy)
                    .forEach(way -> crossed.add("tenant " + stranger + " " + way));
        }
        if (!crossed.isEmpty()) {
            throw new AssertionError(
                    "The " + row + " of tenant " + tenant + " is not isolated: " + String.join(", ", crossed)
                            + "; see RlsVerifier.of(factory).verify() for what the database lacks");
        }
    }

    /**
     * As the other method, for an entity that was persisted and committed.
     *
     * @param factory the factory of the application, logged in as the application is
     * @param tenant the tenant that the row belongs to
     * @param row the entity
     * @throws AssertionError if another tenant reaches it, or if it is not there for its own tenant
     */
    public static void assertInvisibleToOthers(EntityManagerFactory factory, Object tenant, Object row) {
        Object id = Objects.requireNonNull(
                factory.getPersistenceUnitUtil().getIdentifier(row), "the entity has no identifier; persist it before");
        assertInvisibleToOthers(factory, tenant, Hibernate.getClass(row), id);
    }
}
