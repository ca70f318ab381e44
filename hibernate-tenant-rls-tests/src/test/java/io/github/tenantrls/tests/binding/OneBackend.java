// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** One connection of the driver, as the runtime role, to a table with rows of four tenants. */
@ExtendWith(DatabaseExtension.class)
abstract class OneBackend {

    static Database database;

    Connection physical;

    int backend;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        backend = Bound.backend(physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }
}
