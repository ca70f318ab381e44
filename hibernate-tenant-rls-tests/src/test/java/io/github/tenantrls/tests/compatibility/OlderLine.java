// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.hibernate.RlsConnectionProvider;
import io.github.tenantrls.hibernate.RlsTenantResolver;
import org.hibernate.Version;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.junit.jupiter.api.Test;

/** On a Hibernate that is too old; by the profile {@code compatibility} alone. */
class OlderLine {

    @Test
    void is_refused_before_anything_is_connected_and_told_which_lines_there_are() {
        StandardServiceRegistryBuilder builder = new StandardServiceRegistryBuilder()
                .applySetting("hibernate.multi_tenant_connection_provider", RlsConnectionProvider.class.getName())
                .applySetting("hibernate.tenant_identifier_resolver", RlsTenantResolver.class.getName());
        assertThatThrownBy(() -> builder.build().requireService(MultiTenantConnectionProvider.class))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("Hibernate ORM " + Version.getVersionString())
                .hasMessageContaining("It is for Hibernate ORM 6.6 to 8.0");
    }
}
