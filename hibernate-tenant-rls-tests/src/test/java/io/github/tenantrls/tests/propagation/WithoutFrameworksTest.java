// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The library without any framework that carries contexts, though it registers services for them. */
class WithoutFrameworksTest {

    @Test
    void executors_and_snapshots_work_where_no_framework_is_there() throws Exception {
        URL[] without = {location(TenantContext.class), location(Alone.class), location(Logger.class)};
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            for (String absent : new String[] {
                "io.micrometer.context.ThreadLocalAccessor",
                "org.eclipse.microprofile.context.spi.ThreadContextProvider",
                "jakarta.enterprise.concurrent.spi.ThreadContextProvider"
            }) {
                assertThatThrownBy(() -> loader.loadClass(absent)).isInstanceOf(ClassNotFoundException.class);
                assertThat(loader.getResource("META-INF/services/" + absent)).isNotNull();
            }
            Class<?> alone = loader.loadClass(Alone.class.getName());
            assertThat(alone).isNotSameAs(Alone.class);
            assertThat(((Callable<?>) alone.getConstructor().newInstance()).call())
                    .isEqualTo("acme in the pool, (system) in the log");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
