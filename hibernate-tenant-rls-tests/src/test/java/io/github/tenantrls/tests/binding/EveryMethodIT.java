// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 1, method by method: each that makes or executes a statement or sets a parameter, found by reflection. */
@ExtendWith(DatabaseExtension.class)
class EveryMethodIT {

    private static final String QUERY = "select name from item order by name";
    private static final String UPDATE = "update item set name = name";

    private static Database database;

    private Connection physical;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() {
        physical = database.connection(Role.APP);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    static Stream<Method> statementFactories() {
        return methods(Connection.class, "createStatement", "prepareStatement", "prepareCall");
    }

    @ParameterizedTest
    @MethodSource("statementFactories")
    void each_method_that_makes_a_statement_makes_a_bound_one(Method method) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = Bound.to(Tenants.A, physical)) {
                connection.setAutoCommit(autoCommit);
                try (Statement made = (Statement) method.invoke(connection, arguments(method, QUERY))) {
                    ResultSet rows = made instanceof PreparedStatement prepared
                            ? prepared.executeQuery()
                            : made.executeQuery(QUERY);
                    assertThat(Bound.read(rows)).isEqualTo(Bound.rowsOf(Tenants.A));
                    assertThat(made.getConnection()).isSameAs(connection);
                }
            }
        }
    }

    static Stream<Method> executions() {
        return methods(Statement.class, "execute", "executeUpdate", "executeLargeUpdate");
    }

    @ParameterizedTest
    @MethodSource("executions")
    void each_method_that_executes_text_is_bound(Method method) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = Bound.to(Tenants.A, physical);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(autoCommit);
                method.invoke(statement, arguments(method, UPDATE));
                assertThat(statement.getUpdateCount()).isEqualTo(Bound.ROWS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("executions")
    void each_method_that_executes_what_was_prepared_is_bound(Method method) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = Bound.to(Tenants.A, physical);
                    Statement statement = connection.prepareStatement(UPDATE)) {
                connection.setAutoCommit(autoCommit);
                PreparedStatement.class.getMethod(method.getName()).invoke(statement);
                assertThat(statement.getUpdateCount()).isEqualTo(Bound.ROWS);
                assertThat(statement.getLargeUpdateCount()).isEqualTo(Bound.ROWS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("batches")
    void each_method_that_executes_a_batch_is_bound(Method method) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = Bound.to(Tenants.A, physical)) {
                connection.setAutoCommit(autoCommit);
                try (PreparedStatement prepared = connection.prepareStatement(UPDATE)) {
                    prepared.addBatch();
                    prepared.addBatch();
                    assertThat(counts(method.invoke(prepared))).containsExactly(Bound.ROWS, Bound.ROWS);
                }
                try (Statement text = connection.createStatement()) {
                    text.addBatch(UPDATE);
                    text.addBatch(UPDATE);
                    assertThat(counts(method.invoke(text))).containsExactly(Bound.ROWS, Bound.ROWS);
                }
            }
        }
    }

    static Stream<Method> batches() {
        return methods(Statement.class, "executeBatch", "executeLargeBatch");
    }

    private static List<Integer> counts(Object counts) {
        return counts instanceof int[] ints
                ? Arrays.stream(ints).boxed().toList()
                : Arrays.stream((long[]) counts).mapToObj(count -> (int) count).toList();
    }

    static Stream<Method> parameterSetters() {
        return Arrays.stream(PreparedStatement.class.getMethods())
                .filter(method -> method.getName().startsWith("set")
                        && method.getParameterCount() > 1
                        && method.getParameterTypes()[0] == int.class);
    }

    @ParameterizedTest
    @MethodSource("parameterSetters")
    void each_parameter_is_shifted_behind_the_bindings_and_goes_back_for_a_batch(Method setter) throws Exception {
        List<Recorded> calls = new ArrayList<>();
        Connection recording = recording(physical, calls);
        try (Connection connection = Bound.to(Tenants.A, recording)) {
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement("select ?, ?, ?");
            Object[] arguments = arguments(setter, "");
            arguments[0] = 3;
            setter.invoke(statement, arguments);
            statement.addBatch();
            Recorded asGiven = new Recorded(setter, Arrays.asList(arguments));
            if (setter.getName().matches("set(.*Stream|N?[CB]lob)")) {
                assertThat(calls).as("read only once").containsExactly(asGiven);
            } else {
                Object[] shifted = arguments.clone();
                shifted[0] = 4;
                assertThat(calls).containsExactly(new Recorded(setter, Arrays.asList(shifted)), asGiven);
            }
        }
    }

    private record Recorded(Method method, List<Object> arguments) {}

    /** A connection whose prepared statements note what sets their parameters, and neither take nor batch them. */
    private static Connection recording(Connection physical, List<Recorded> calls) {
        return proxy(Connection.class, (method, arguments) -> {
            Object result = invoke(method, physical, arguments);
            return result instanceof PreparedStatement statement ? recording(statement, calls) : result;
        });
    }

    private static PreparedStatement recording(PreparedStatement statement, List<Recorded> calls) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getDeclaringClass() == PreparedStatement.class
                    && method.getName().startsWith("set")) {
                calls.add(new Recorded(method, Arrays.asList(arguments)));
                return null;
            }
            return method.getName().equals("addBatch") ? null : invoke(method, statement, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, Invocation invocation) {
        return type.cast(Proxy.newProxyInstance(
                EveryMethodIT.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> invocation.invoke(method, arguments)));
    }

    private static Object invoke(Method method, Object target, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Invocation {
        Object invoke(Method method, Object... arguments) throws Throwable;
    }

    private static Stream<Method> methods(Class<?> type, String... names) {
        return Arrays.stream(type.getMethods())
                .filter(method -> List.of(names).contains(method.getName()))
                .sorted((a, b) -> a.toString().compareTo(b.toString()));
    }

    /** The SQL, the usual kind of result, no generated keys; else defaults. */
    private static Object[] arguments(Method method, String sql) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        boolean resultKind = types.length > 0
                && types[types.length - 1] == int.class
                && !method.getName().startsWith("execute")
                && types.length > (types[0] == String.class ? 2 : 1);
        int[] kinds = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT};
        int next = 0;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == int.class) {
                arguments[i] = resultKind && next < kinds.length ? kinds[next++] : Statement.NO_GENERATED_KEYS;
            } else {
                arguments[i] = types[i] == String.class ? sql : defaultOf(types[i]);
            }
        }
        return arguments;
    }

    /** Zero or false, an empty array of names or numbers, or else null. */
    private static Object defaultOf(Class<?> type) {
        boolean empty = type.isPrimitive() || type == int[].class || type == String[].class;
        return !empty
                ? null
                : type.isArray()
                        ? Array.newInstance(type.getComponentType(), 0)
                        : Array.get(Array.newInstance(type, 1), 0);
    }
}
