// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.examples.quarkus;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the application needs around it: a database and an issuer of tokens. Started before it, and told to it. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private static @Nullable DemoDatabase database;
    private static @Nullable Issuer issuer;

    static DemoDatabase database() {
        return Objects.requireNonNull(database);
    }

    static Issuer issuer() {
        return Objects.requireNonNull(issuer);
    }

    @Override
    public Map<String, String> start() {
        try {
            database = DemoDatabase.start();
            issuer = new Issuer();
        } catch (IOException | SQLException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> settings = new HashMap<>(database().settings());
        settings.putAll(issuer().settings());
        return settings;
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
