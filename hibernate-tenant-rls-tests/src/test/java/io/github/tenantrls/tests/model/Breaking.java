// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** What is put between the library and the driver, to break what the library does. */
enum Breaking {
    NOTHING,

    /** Bindings last longer than their transaction. */
    STAYS,

    /** After a rollback to a savepoint, nothing is bound any more in the transaction. */
    NOT_AFTER_ROLLBACK_TO_SAVEPOINT,

    /** Who comes second in a transaction is not bound. */
    ONCE_PER_TRANSACTION;

    private static final String BINDING = "set_config('app.current_tenant', ?, true)";

    Connection of(Connection physical) {
        return this == NOTHING ? physical : broken(physical);
    }

    private Connection broken(Connection physical) {
        boolean[] broken = {this == STAYS};
        return (Connection) Proxy.newProxyInstance(
                Breaking.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("prepareStatement")) {
                            arguments[0] = altered(physical, broken, (String) arguments[0]);
                        } else if (method.getName().equals("rollback")) {
                            broken[0] |= this == NOT_AFTER_ROLLBACK_TO_SAVEPOINT && arguments != null;
                        }
                        return method.invoke(physical, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String altered(Connection physical, boolean[] broken, String sql) throws SQLException {
        if (!sql.contains(BINDING)) {
            return sql;
        }
        if (this == STAYS) {
            return sql.replace(BINDING, BINDING.replace("true", "false"));
        }
        if (physical.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE) {
            broken[0] = this == ONCE_PER_TRANSACTION && !physical.getAutoCommit();
            return sql;
        }
        return broken[0] && !physical.getAutoCommit() ? sql.replace("app.current_tenant", "app.another") : sql;
    }
}
