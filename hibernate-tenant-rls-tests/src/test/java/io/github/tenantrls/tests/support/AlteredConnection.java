// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection that does one thing in another way, and hands on everything else. */
public final class AlteredConnection {

    private AlteredConnection() {}

    /** What it does, and when the connection itself does the same. */
    @FunctionalInterface
    public interface Alteration {
        void around(Connection connection) throws SQLException;
    }

    /** Does something in the place of a method without result, or before one with a result. */
    public static Connection of(Connection connection, String altered, Alteration alteration) {
        return (Connection) Proxy.newProxyInstance(
                AlteredConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(altered)) {
                        alteration.around(connection);
                        if (method.getReturnType() == void.class) {
                            return null;
                        }
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
