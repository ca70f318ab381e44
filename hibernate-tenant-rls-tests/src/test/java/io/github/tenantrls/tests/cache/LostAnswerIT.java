// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cache;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.SuspendedTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tenants.Tenants;
import io.github.tenantrls.tests.cache.Library.Book;
import io.github.tenantrls.tests.support.AlteredConnection;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Role;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change of a tenant is forgotten by all caches too if it was committed and nobody came to know. */
@ExtendWith(DatabaseExtension.class)
class LostAnswerIT {

    private static Database database;

    private final AtomicInteger commits = new AtomicInteger();
    private int lost = Integer.MAX_VALUE;

    private SessionFactory factory;
    private Tenants tenants;

    @BeforeEach
    void three_tenants_have_cached_a_book() {
        database.empty();
        LendingDataSource system =
                () -> AlteredConnection.of(database.connection(Role.SYSTEM), "commit", connection -> {
                    connection.commit();
                    if (commits.incrementAndGet() == lost) {
                        throw new SQLException("the answer is lost", "08006");
                    }
                });
        Factories factories = Shelves.factories(database)
                .with(TenantRlsSettings.SYSTEM_DATASOURCE, system)
                .with(TenantRlsSettings.SYSTEM_ROLE, "system")
                .with(TenantRlsSettings.KNOWN_TENANTS, "true")
                .with(TenantRlsSettings.TENANTS_CACHE_TTL, "PT1H");
        factories.createSchema();
        factory = factories.open();
        tenants = Tenants.of(factory);
        int book = 0;
        for (UUID tenant : new UUID[] {A, B, C}) {
            tenants.create(tenant, "tenant-" + ++book, "Tenant");
            Shelves.fill(database, tenant, book);
            assertThat(find(tenant, book)).isNotNull();
        }
    }

    @AfterEach
    void close() {
        factory.close();
    }

    /** Negative control: what nobody tells the factory is not noticed. */
    @Test
    void a_change_past_the_factory_is_not_noticed() {
        database.sql(Role.SYSTEM, "update tenants set status = 'suspended' where slug = 'tenant-1'");
        assertThat(find(A, 1)).isNotNull();
    }

    @Test
    void a_tenant_is_suspended_though_the_answer_was_lost() {
        lost = commits.get() + 1;
        assertThatThrownBy(() -> tenants.suspend(A))
                .isInstanceOf(TenantRlsException.class)
                .hasMessageContaining("the tenants cannot be changed (the answer is lost)")
                .hasRootCauseMessage("the answer is lost");
        assertThat(database.query(Role.SYSTEM, "select slug from tenants where status = 'suspended'"))
                .containsExactly("tenant-1");
        assertThatThrownBy(() -> find(A, 1)).isInstanceOf(SuspendedTenantException.class);
        assertThat(find(B, 2)).isNotNull();
        assertThat(find(C, 3)).isNotNull();
    }

    private @Nullable Book find(UUID tenant, long id) {
        return TenantContext.<@Nullable Book, RuntimeException>callAs(
                tenant, () -> factory.callInTransaction(em -> em.find(Book.class, id)));
    }
}
