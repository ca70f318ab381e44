// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.backend;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.value;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.JtaUnit.Child;
import io.github.tenantrls.tests.jta.JtaUnit.Item;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;

/** Work of the system's in transactions of Narayana, in both ways, with tenants before and after it. */
class JtaSystemIT extends JtaTests {

    private static final String ALL = "a30b30c30d30";

    JtaSystemIT(Database database) {
        super(database);
        Factories.on(database, Item.class, Child.class).systemLogin().schema("update");
        Factories.on(database, Item.class, Child.class).systemRole().schema("update");
    }

    /** The same physical connection, on which the role is taken on and given back. */
    @OnAgroal
    void the_role_is_taken_on_between_tenants_of_one_transaction(Pool pool) throws Exception {
        DataSource dataSource = pool.on(database, database.url(), Role.SWITCHING);
        try (AutoCloseable closing = (AutoCloseable) dataSource;
                SessionFactory factory =
                        JtaUnit.factories(database, dataSource).systemRole().open()) {
            for (boolean commit : new boolean[] {true, false}) {
                String[] backends = new String[2];
                Global.ended(commit, () -> backends[0] = assertTakeTurns(factory, backends));
                assertThat(backends[1]).isEqualTo(backends[0]);
                JtaUnit.assertNothingLeft(dataSource, backends[0]);
            }
        }
    }

    /** Two resources in one transaction, which takes XA. */
    @OnAgroal
    void the_login_of_its_own_is_a_second_resource(Pool pool) throws Exception {
        DataSource dataSource = pool.on(database);
        DataSource system = pool.on(database, database.url(), Role.SYSTEM);
        try (AutoCloseable closing = (AutoCloseable) dataSource;
                AutoCloseable closingToo = (AutoCloseable) system;
                SessionFactory factory = JtaUnit.factories(database, dataSource)
                        .with(TenantRlsSettings.SYSTEM_DATASOURCE, system)
                        .open()) {
            String[] backends = new String[2];
            if (pool == Pool.AGROAL_XA) {
                TwoResourcesIT.assumePreparedTransactions(database);
                Global.committed(() -> backends[0] = assertTakeTurns(factory, backends));
                assertThat(backends[1]).isNotEqualTo(backends[0]);
            } else {
                Global.rolledBack(() -> assertThatThrownBy(() -> assertTakeTurns(factory, backends))
                        .hasStackTraceContaining("enlist"));
                Global.committed(() -> backends[0] = assertSees(factory, A, "a30"));
                Global.committed(() -> backends[1] = assertSystemSeesAll(factory));
            }
            JtaUnit.assertNothingLeft(dataSource, backends[0]);
            try (Connection of = system.getConnection()) {
                assertThat(value(of, "select coalesce(current_setting('app.current_tenant', true), '')"))
                        .isEmpty();
            }
        }
    }

    private static String assertTakeTurns(SessionFactory factory, String[] backends) {
        EntityManager a = open(factory, A);
        assertThat(seen(a)).isEqualTo("a30");
        String ofTenants = backend(a);
        backends[1] = assertSystemSeesAll(factory);
        assertSees(factory, B, "b30");
        assertSystemSeesAll(factory);
        assertThat(List.of(seen(a), backend(a))).containsExactly("a30", ofTenants);
        return ofTenants;
    }

    private static String assertSees(SessionFactory factory, UUID tenant, String rows) {
        EntityManager session = open(factory, tenant);
        assertThat(seen(session)).isEqualTo(rows);
        return backend(session);
    }

    private static String assertSystemSeesAll(SessionFactory factory) {
        return TenantContext.<String, RuntimeException>callAsSystem("a test", () -> {
            EntityManager session = factory.createEntityManager();
            assertThat(seen(session)).isEqualTo(ALL);
            return backend(session);
        });
    }
}
