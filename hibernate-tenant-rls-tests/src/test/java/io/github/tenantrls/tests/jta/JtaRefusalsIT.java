// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.ROWS;
import static io.github.tenantrls.tests.jta.JtaUnit.SEEN;
import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.readEachRow;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.jta.JtaUnit.value;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.InvalidTenantException;
import io.github.tenantrls.MissingTenantException;
import io.github.tenantrls.TenantContext;
import io.github.tenantrls.TenantMismatchException;
import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Database;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.postgresql.core.BaseConnection;

/** The invariants 10 to 13 and 15 in transactions of Narayana: what is refused, and what goes on afterwards. */
class JtaRefusalsIT extends JtaTests {

    JtaRefusalsIT(Database database) {
        super(database);
    }

    @OnAgroal
    void invariant_10_a_session_is_refused_while_another_tenant_is_set(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.rolledBack(() -> {
            EntityManager a = open(factory, A);
            assertThat(seen(a)).isEqualTo("a30");
            TenantContext.runAs(B, () -> {
                assertThatThrownBy(() -> seen(a))
                        .isInstanceOf(TenantMismatchException.class)
                        .hasMessageContaining(
                                "this session was opened for another tenant than TenantContext names now");
                assertThat(seen(factory.createEntityManager())).isEqualTo("b30");
            });
            assertThat(seen(a)).isEqualTo("a30");
        });
    }

    @OnAgroal
    void invariant_11_a_session_without_a_tenant_gets_no_connection(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.rolledBack(() -> {
            assertThat(seen(open(factory, A))).isEqualTo("a30");
            EntityManager none = factory.createEntityManager();
            assertThatThrownBy(() -> seen(none))
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessageContaining("open it inside of TenantContext.runAs(tenant, ..)");
            assertThat(seen(open(factory, C))).isEqualTo("c30");
        });
    }

    @OnAgroal
    void invariant_12_an_identifier_that_the_column_cannot_hold_is_not_sent(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.rolledBack(() -> {
            assertThat(seen(open(factory, A))).isEqualTo("a30");
            assertThatThrownBy(() -> TenantContext.runAs(B + "' or true --", () -> seen(factory.createEntityManager())))
                    .isInstanceOf(InvalidTenantException.class);
            assertThat(seen(open(factory, B))).isEqualTo("b30");
        });
    }

    @OnAgroal
    void invariant_13_all_ways_back_to_a_connection_are_bound(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.committed(() -> {
            EntityManager b = open(factory, B);
            open(factory, A).unwrap(Session.class).doWork(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select 1")) {
                    for (Connection way : List.of(
                            connection,
                            statement.getConnection(),
                            rows.getStatement().getConnection(),
                            connection.getMetaData().getConnection())) {
                        assertThat(seen(b)).isEqualTo("b30");
                        assertThat(value(way, SEEN)).isEqualTo("a30");
                    }
                }
                assertThat(seen(b)).isEqualTo("b30");
                assertThat(value(connection.unwrap(BaseConnection.class), SEEN)).isEqualTo("a30");
                assertThat(seen(b)).isEqualTo("b30");
            });
        });
    }

    @OnAgroal
    void invariant_15_no_other_tenant_is_bound_under_an_open_cursor(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Global.rolledBack(() -> {
            EntityManager reader = open(factory, A);
            EntityManager b = open(factory, B);
            readEachRow(reader); // or else an index would have found all rows at the first fetch
            int read = 0;
            try (Stream<String> names = reader.createQuery("select name from Item", String.class)
                    .setHint("org.hibernate.fetchSize", 10)
                    .getResultStream()) {
                for (Iterator<String> rows = names.iterator(); rows.hasNext(); read++) {
                    assertThat(rows.next()).isEqualTo("a");
                    if (read == 5) {
                        assertThatThrownBy(() -> seen(b))
                                .isInstanceOf(TenantRlsException.class)
                                .hasMessageContaining("Another session is still reading rows from a cursor");
                    }
                }
            }
            assertThat(read).isEqualTo(ROWS);
            assertThat(List.of(seen(b), seen(reader))).containsExactly("b30", "a30");
        });
    }
}
