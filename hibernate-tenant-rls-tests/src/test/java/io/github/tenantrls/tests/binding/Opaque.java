// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection through which the driver's own cannot be reached, as behind a pool that does not unwrap. */
final class Opaque {

    private Opaque() {}

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Opaque.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "isWrapperFor" -> {
                            return false;
                        }
                        case "unwrap" -> throw new SQLException("cannot unwrap");
                        default -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }
}
