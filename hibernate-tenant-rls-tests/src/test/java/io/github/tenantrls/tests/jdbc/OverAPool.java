// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jdbc;

import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool of one connection and a table with rows of four tenants; after each test nothing is left on the connection. */
@ExtendWith(DatabaseExtension.class)
abstract class OverAPool {

    static Database database;

    private final PoolOfOne kind;

    DataSource pool;

    RlsDataSource isolated;

    private int backend;

    OverAPool(PoolOfOne kind) {
        this.kind = kind;
    }

    @BeforeAll
    static void create() {
        database.empty();
        Bound.createItems(database);
    }

    @BeforeEach
    final void open() throws SQLException {
        pool = kind.over(database.dataSource(Role.APP));
        isolated = RlsDataSource.of(pool);
        try (Connection connection = pool.getConnection()) {
            backend = Bound.backend(connection);
        }
    }

    @AfterEach
    final void nothing_is_left_on_the_connection_of_the_pool() throws Exception {
        try (Connection connection = pool.getConnection()) {
            Bound.assertNothingLeft(connection, backend);
        } finally {
            PoolOfOne.close(pool);
        }
    }
}
