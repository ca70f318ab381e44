// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import io.github.tenantrls.tests.support.Database;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** One pool of each kind, with a factory on it, for all tests of a class; opened when first asked for. */
final class Stages implements AutoCloseable {

    private final Database database;
    private final Map<Pool, Stage> stages = new EnumMap<>(Pool.class);

    record Stage(DataSource dataSource, SessionFactory factory) {}

    Stages(Database database) {
        this.database = database;
    }

    Stage of(Pool pool) throws SQLException {
        Stage stage = stages.get(pool);
        if (stage == null) {
            DataSource dataSource = pool.on(database);
            stage = new Stage(
                    dataSource, JtaUnit.factories(database, dataSource).open());
            stages.put(pool, stage);
        }
        return stage;
    }

    @Override
    public void close() throws Exception {
        for (Stage stage : stages.values()) {
            stage.factory().close();
            ((AutoCloseable) stage.dataSource()).close();
        }
    }
}
