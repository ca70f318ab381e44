// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import io.smallrye.context.SmallRyeManagedExecutor;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigBuilder;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.context.ThreadContext;

/** SmallRye's implementation of MicroProfile Context Propagation, with its defaults. */
final class SmallRye {

    static {
        ConfigProviderResolver.setInstance(new NoConfiguration());
    }

    private SmallRye() {}

    static ThreadContext threadContext() {
        return ThreadContext.builder().build();
    }

    static ExecutorService managedExecutor(ExecutorService pool) {
        return SmallRyeManagedExecutor.builder().withExecutorService(pool).build();
    }

    /** It asks MicroProfile Config for other defaults, for which there need not be any. */
    private static final class NoConfiguration extends ConfigProviderResolver {

        private static final Config EMPTY = (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, arguments) -> Optional.empty());

        @Override
        public Config getConfig() {
            return EMPTY;
        }

        @Override
        public Config getConfig(ClassLoader loader) {
            return EMPTY;
        }

        @Override
        public ConfigBuilder getBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void registerConfig(Config config, ClassLoader loader) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void releaseConfig(Config config) {
            throw new UnsupportedOperationException();
        }
    }
}
