// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Native SQL through an EntityManager, for a {@link RuleBench}. */
final class Sql {

    private Sql() {}

    /** Runs a statement, and comes to the number of rows. */
    static Function<EntityManager, Integer> run(String sql) {
        return em -> em.createNativeQuery(sql).executeUpdate();
    }

    /** Runs a query of one column, and comes to its values as text. */
    static Function<EntityManager, List<String>> values(String sql) {
        return em -> ((List<?>) em.createNativeQuery(sql).getResultList())
                .stream().map(String::valueOf).toList();
    }

    /** Runs a query of one value in HQL, and comes to its values as text. */
    static Function<EntityManager, List<String>> ofEntities(String hql) {
        return em -> em.createQuery(hql, Object.class).getResultList().stream()
                .map(String::valueOf)
                .toList();
    }

    /** The SQLSTATE with which a statement for a tenant fails. */
    static @Nullable String stateOf(RuleBench bench, UUID tenant, String sql) {
        Throwable thrown = Assertions.catchThrowable(() -> bench.as(tenant, run(sql)));
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException server) {
                return server.getSQLState();
            }
        }
        return null;
    }
}
