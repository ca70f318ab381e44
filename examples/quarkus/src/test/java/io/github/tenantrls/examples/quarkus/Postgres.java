// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database of the tests: started before the application, and told to it. */
public final class Postgres implements QuarkusTestResourceLifecycleManager {

    private static @Nullable DemoDatabase database;

    static DemoDatabase database() {
        return Objects.requireNonNull(database);
    }

    @Override
    public Map<String, String> start() {
        try {
            database = DemoDatabase.start();
            return database().settings();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            database().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
