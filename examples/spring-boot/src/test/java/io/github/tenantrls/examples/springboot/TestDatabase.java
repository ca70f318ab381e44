// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.springboot;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The one server of all tests; each that changes the schema takes a database of its own. */
final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final DemoDatabase SERVER = start();

    static DemoDatabase server() {
        return SERVER;
    }

    /** A database without tables, and the properties by which an application finds it. */
    static Map<String, Object> create(String name) throws SQLException {
        SERVER.create(name);
        return SERVER.properties(name);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("database", SERVER.properties()));
    }

    private static DemoDatabase start() {
        try {
            return DemoDatabase.start();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
