// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.spring;

import io.github.tenantrls.TenantRlsSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.util.ClassUtils;

/**
 * The pool of the system's own login, built as the application's is, and closed with it. Not a {@code DataSource} among the
 * beans, where it could be taken for the application's. Thread-safe.
 */
final class SystemLogin implements DisposableBean {

    private static final boolean HIKARI =
            ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", SystemLogin.class.getClassLoader());

    private final @Nullable String user;
    private final @Nullable String password;
    private final @Nullable String url;
    private volatile @Nullable DataSource pool;

    private SystemLogin(@Nullable String user, @Nullable String password, @Nullable String url) {
        this.user = user;
        this.password = password;
        this.url = url;
    }

    static SystemLogin of(Map<String, Object> settings) {
        return new SystemLogin(
                text(settings, TenantRlsSettings.SYSTEM_USER),
                text(settings, TenantRlsSettings.SYSTEM_PASSWORD),
                text(settings, TenantRlsSettings.SYSTEM_URL));
    }

    /** The settings, with a pool in place of the login, so that no other library is needed for one. */
    synchronized Map<String, Object> over(Supplier<DataSource> application, Map<String, Object> settings) {
        if (user == null || settings.containsKey(TenantRlsSettings.SYSTEM_DATASOURCE)) {
            return settings;
        }
        DataSource built = pool == null ? build(application.get(), user) : pool;
        pool = built;
        Map<String, Object> replaced = new HashMap<>(settings);
        replaced.remove(TenantRlsSettings.SYSTEM_USER);
        replaced.remove(TenantRlsSettings.SYSTEM_PASSWORD);
        replaced.remove(TenantRlsSettings.SYSTEM_URL);
        replaced.put(TenantRlsSettings.SYSTEM_DATASOURCE, built);
        replaced.putIfAbsent(TenantRlsSettings.SYSTEM_ROLE, user);
        return replaced;
    }

    private DataSource build(DataSource application, String login) {
        DataSourceBuilder<?> builder =
                DataSourceBuilder.derivedFrom(application).username(login).password(password == null ? "" : password);
        DataSource built = (url == null ? builder : builder.url(url)).build();
        if (HIKARI) {
            RarelyUsedPool.settle(built);
        }
        return built;
    }

    @Override
    public void destroy() throws Exception {
        if (pool instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private static @Nullable String text(Map<String, Object> settings, String key) {
        Object value = settings.get(key);
        return value == null ? null : value.toString();
    }
}
