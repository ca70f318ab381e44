// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.web.TenantResolver;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The resolver where nothing else is on the class path. */
class WithoutNimbusTest {

    @Test
    void requests_are_resolved_and_tokens_say_what_they_need() throws Exception {
        URL[] without = {location(TenantResolver.class), location(Standalone.class), location(Assertions.class)};
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            for (String absent : new String[] {
                "com.nimbusds.jwt.JWT",
                "jakarta.persistence.EntityManagerFactory",
                "org.hibernate.SessionFactory",
                "jakarta.servlet.Filter"
            }) {
                assertThatThrownBy(() -> loader.loadClass(absent)).isInstanceOf(ClassNotFoundException.class);
            }
            Class<?> standalone = loader.loadClass(Standalone.class.getName());
            assertThat(standalone).isNotSameAs(Standalone.class);
            assertThat(((Callable<?>) standalone.getConstructor().newInstance()).call())
                    .isEqualTo(
                            "acme 404 Tokens cannot be verified, because com.nimbusds:nimbus-jose-jwt is not on the class"
                                    + " path; add it, or have the application's security verify them");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
