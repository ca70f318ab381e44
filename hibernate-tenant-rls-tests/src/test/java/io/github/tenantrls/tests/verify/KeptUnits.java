// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.verify;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * What takes longest is done once for like tests: one factory stays open, for as long as the next test asks for the same
 * one, and the statements that make a schema are kept.
 */
final class KeptUnits {

    private static final Map<Object, List<String>> SCRIPTS = new HashMap<>();
    private static @Nullable SessionFactory factory;
    private static @Nullable Object ofFactory;

    private final Database database;
    private final List<Class<?>> entities;

    KeptUnits(Database database, List<Class<?>> entities) {
        this.database = database;
        this.entities = entities;
    }

    /** The factory, whose connections are new ones. */
    SessionFactory open(Factories factories) {
        synchronized (SCRIPTS) {
            Object key = key(factories);
            if (factory == null || !key.equals(ofFactory)) {
                if (factory != null) {
                    factory.close();
                }
                factory = null;
                factory = factories.openWithoutPool();
                ofFactory = key;
            }
            return factory;
        }
    }

    void createSchema(Factories factories) {
        List<String> script;
        synchronized (SCRIPTS) {
            script = SCRIPTS.computeIfAbsent(key(factories), made -> factories.schemaScript());
        }
        database.sql(Role.OWNER, script.toArray(String[]::new));
    }

    private Object key(Factories factories) {
        return Map.entry(entities, factories.settings());
    }
}
