// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.tests.support.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A result that an application takes out of a session and keeps. */
class KeptOfSessionIT extends JtaTests {

    KeptOfSessionIT(Database database) {
        super(database);
    }

    @ParameterizedTest
    @EnumSource(Pool.class)
    void rows_of_a_cursor_end_with_their_session(Pool pool) throws Exception {
        SessionFactory factory = stages.of(pool).factory();
        Pool.transactions().begin();
        ResultSet rows;
        try (StatelessSession a = TenantContext.callAs(A, factory::openStatelessSession)) {
            rows = a.doReturningWork(KeptOfSessionIT::cursor);
        }
        try (StatelessSession b = TenantContext.callAs(B, factory::openStatelessSession)) {
            List<String> ofB = b.createNativeQuery("select distinct name from item", String.class)
                    .list();
            assertThat(ofB).containsExactly("b");
            assertThatThrownBy(rows::next)
                    .hasFieldOrPropertyWithValue("SQLState", "08003")
                    .hasMessage("This connection is closed");
        }
    }

    @SuppressWarnings("resource") // nobody closes it: that is the point
    private static ResultSet cursor(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.execute("set local enable_indexscan = off");
        statement.execute("set local enable_bitmapscan = off");
        statement.execute("set local enable_indexonlyscan = off");
        statement.setFetchSize(1);
        ResultSet rows = statement.executeQuery("select name from item");
        assertThat(rows.next()).isTrue();
        return rows;
    }
}
