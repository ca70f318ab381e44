// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One way to reach the database: its name, what must come of it for each tenant, and what shows that this proves
 * something.
 *
 * @param check what must hold for a tenant
 * @param provesItself how the same check must fail where isolation, or the binding, is taken away
 */
record Way(String name, Check check, Control provesItself) {

    private static final String LEAK = "rows of other tenants";

    /** What must hold for a tenant. */
    @FunctionalInterface
    interface Check {
        void holds(Sample sample, SessionFactory factory, UUID tenant);
    }

    /** An attempt at the row of another tenant, which has the given identifier. */
    @FunctionalInterface
    interface Attempt {
        Object at(Session session, Long id);
    }

    /** What has to be taken away to make the check fail. */
    enum Control {
        WITHOUT_POLICIES,
        WITHOUT_BINDING
    }

    private static final List<UUID> TENANTS = List.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY);

    /** Sees the names of all own rows and no others; in a transaction. */
    static Way reads(String name, Function<Session, ? extends Collection<String>> read) {
        return sees(name, factory -> factory.fromTransaction(read::apply));
    }

    /** Sees the names of all own rows and no others; opens its sessions and transactions itself. */
    static Way sees(String name, Function<SessionFactory, ? extends Collection<String>> read) {
        return new Way(
                name,
                (sample, factory, tenant) -> assertThat(read.apply(factory))
                        .as(LEAK)
                        .containsExactlyInAnyOrderElementsOf(Sample.names(tenant)),
                Control.WITHOUT_POLICIES);
    }

    /** Changes whatever it can, which is some of the own rows, and of these it makes no copies with others' values. */
    static Way changes(String name, Function<Session, ?> change) {
        return new Way(
                name,
                (sample, factory, tenant) -> restoring(sample, before -> {
                    factory.fromTransaction(change::apply);
                    Map<UUID, List<String>> after = sample.rows();
                    assertOthersKept(tenant, before, after);
                    assertThat(after.get(tenant)).as("own rows").isNotEqualTo(before.get(tenant));
                    assertThat(String.join("\n", own(tenant, after)))
                            .as(LEAK)
                            .doesNotContainPattern("\"[^\"" + Sample.letter(tenant) + "]-[0-9]");
                }),
                Control.WITHOUT_POLICIES);
    }

    /** Adds rows, which are the tenant's own. */
    static Way inserts(String name, int rows, Function<Session, ?> insert) {
        return new Way(
                name,
                (sample, factory, tenant) -> restoring(sample, before -> {
                    factory.fromTransaction(insert::apply);
                    Map<UUID, List<String>> after = sample.rows();
                    assertOthersKept(tenant, before, after);
                    assertThat(after.get(tenant))
                            .hasSize(own(tenant, before).size() + rows)
                            .containsAll(own(tenant, before));
                }),
                Control.WITHOUT_BINDING);
    }

    /**
     * Tries to write to another tenant's row, or to write a row for it, with the given outcome, and without any effect.
     *
     * @param outcome an SQLSTATE, or the simple name of an exception without one, or else what the attempt returned
     */
    static Way attempts(String name, String outcome, Attempt attempt) {
        return new Way(
                name,
                (sample, factory, tenant) -> restoring(sample, before -> {
                    Long id = Sample.ids(another(tenant)).get(0);
                    assertThat(outcome(() -> factory.fromTransaction(session -> attempt.at(session, id))))
                            .as(LEAK)
                            .isEqualTo(outcome);
                    assertThat(sample.rows()).as(LEAK).isEqualTo(before);
                }),
                Control.WITHOUT_POLICIES);
    }

    /** Must hold for each tenant, alternating between them. */
    void check(Sample sample, SessionFactory factory) {
        for (UUID tenant : List.of(Tenants.A, Tenants.B, Tenants.C)) {
            try {
                TenantContext.runAs(tenant, () -> check.holds(sample, factory, tenant));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * The check must not pass where the policies are dropped: then it sees others' rows, or goes so far as to refer to
     * them, where the foreign key stops it.
     */
    void failsWithoutPolicies(Sample sample, SessionFactory factory) {
        TenantContext.runAs(
                Tenants.B,
                () -> failure(sample, factory)
                        .satisfiesAnyOf(
                                thrown -> assertThat(thrown)
                                        .isInstanceOf(AssertionError.class)
                                        .hasMessageContaining(LEAK),
                                thrown -> assertThat(sqlState(thrown)).isEqualTo("23503")));
    }

    /** The check must not pass where nothing is bound: then PostgreSQL refuses the rows. */
    void failsWithoutBinding(Sample sample, SessionFactory unbound) {
        TenantContext.runAs(
                Tenants.B,
                () -> failure(sample, unbound)
                        .satisfies(thrown -> assertThat(sqlState(thrown)).isEqualTo("42501")));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failure(Sample sample, SessionFactory factory) {
        return assertThatThrownBy(() -> check.holds(sample, factory, Tenants.B)).as(name);
    }

    /** The SQLSTATE of the first cause that has one. */
    static @Nullable String sqlState(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    /** What came of an attempt: an SQLSTATE, or the simple name of an exception without one, or what it returned. */
    static String outcome(Supplier<Object> attempt) {
        Object[] returned = new Object[1];
        Throwable thrown = catchThrowable(() -> returned[0] = attempt.get());
        if (thrown == null) {
            return String.valueOf(returned[0]);
        }
        String state = sqlState(thrown);
        return state == null ? thrown.getClass().getSimpleName() : state;
    }

    private static UUID another(UUID tenant) {
        return TENANTS.get(TENANTS.indexOf(tenant) + 1);
    }

    private static List<String> own(UUID tenant, Map<UUID, List<String>> rows) {
        return rows.getOrDefault(tenant, List.of());
    }

    private static void restoring(Sample sample, Consumer<Map<UUID, List<String>>> work) {
        try {
            work.accept(sample.rows());
        } finally {
            sample.reset();
        }
    }

    private static void assertOthersKept(UUID tenant, Map<UUID, List<String>> before, Map<UUID, List<String>> after) {
        assertThat(ofOthers(tenant, after))
                .as(LEAK)
                .isEqualTo(ofOthers(tenant, before))
                .hasSize(TENANTS.size() - 1);
    }

    private static Map<UUID, List<String>> ofOthers(UUID tenant, Map<UUID, List<String>> rows) {
        Map<UUID, List<String>> others = new HashMap<>(rows);
        others.remove(tenant);
        return others;
    }
}
