// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.support.LendingDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Bindings and transactions that are broken on purpose, between the library and the pool; and what that must be found as. */
enum Broken {
    /** As tutorials do it: the tenant stays on the connection. */
    SET_FOR_THE_SESSION(Kind.TENANT_LEFT),
    /** In the middle of the binding: now and then another tenant than the session's is bound, and own rows are missing. */
    ANOTHER_TENANT_NOW_AND_THEN(Kind.LEAK, Kind.LOST),
    /** Now and then nothing is bound, so no row is seen, and none can be written (42501). */
    NOT_BOUND_NOW_AND_THEN(Kind.LOST, Kind.UNEXPECTED),
    /** Both: whoever is not bound works for whoever had the connection before, and misses its own rows. */
    LEFT_AND_OFTEN_NOT_BOUND(Kind.LEAK, Kind.LOST),
    COMMIT_ROLLS_BACK_NOW_AND_THEN(Kind.LOST),
    ROLLBACK_COMMITS(Kind.UNDONE),
    CLOSE_KEEPS_THE_CONNECTION_NOW_AND_THEN(Kind.CONNECTION);

    private static final String BINDING = "set_config('app.current_tenant', ?, true) is null";

    private static final int NOW_AND_THEN = 20;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable set
    final Set<Kind> foundAs;

    Broken(Kind... foundAs) {
        this.foundAs = Set.of(foundAs);
    }

    DataSource over(DataSource pool) {
        return (LendingDataSource) () -> {
            Connection connection = pool.getConnection();
            return proxy(Connection.class, (method, arguments) -> called(connection, method, arguments));
        };
    }

    private @Nullable Object called(Connection connection, Method method, Object @Nullable [] arguments)
            throws Throwable {
        boolean plain = arguments == null;
        if (method.getName().equals("prepareStatement") && arguments != null) {
            return prepared(connection, method, arguments);
        }
        if (plain && method.getName().equals("commit") && this == COMMIT_ROLLS_BACK_NOW_AND_THEN && nowAndThen()) {
            connection.rollback();
            return null;
        }
        if (plain && method.getName().equals("rollback") && this == ROLLBACK_COMMITS) {
            connection.commit();
            return null;
        }
        if (plain
                && method.getName().equals("close")
                && this == CLOSE_KEEPS_THE_CONNECTION_NOW_AND_THEN
                && nowAndThen()) {
            return null;
        }
        return invoke(connection, method, arguments);
    }

    private @Nullable Object prepared(Connection connection, Method method, Object[] arguments) throws Throwable {
        String sql = (String) arguments[0];
        Object[] altered = arguments.clone();
        altered[0] = sql.replace(BINDING, binding());
        Object statement = Objects.requireNonNull(invoke(connection, method, altered));
        if (this != ANOTHER_TENANT_NOW_AND_THEN || !sql.contains(BINDING) || !nowAndThen()) {
            return statement;
        }
        return proxy(PreparedStatement.class, (called, values) -> {
            if (called.getName().equals("setString") && values != null && values[0].equals(1)) {
                values[1] = Population.TENANTS.get(2).toString();
            }
            return invoke(statement, called, values);
        });
    }

    private String binding() {
        return switch (this) {
            case SET_FOR_THE_SESSION -> BINDING.replace("true", "false");
            case NOT_BOUND_NOW_AND_THEN -> nowAndThen() ? "?::text is null" : BINDING;
            case LEFT_AND_OFTEN_NOT_BOUND -> often() ? "?::text is null" : BINDING.replace("true", "false");
            default -> BINDING;
        };
    }

    private static boolean nowAndThen() {
        return ThreadLocalRandom.current().nextInt(NOW_AND_THEN) == 0;
    }

    private static boolean often() {
        return ThreadLocalRandom.current().nextInt(3) == 0;
    }

    @FunctionalInterface
    private interface Calls {
        @Nullable
        Object called(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                Broken.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> calls.called(method, arguments)));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
