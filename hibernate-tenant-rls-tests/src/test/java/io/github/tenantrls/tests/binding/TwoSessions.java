// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.binding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.TenantRlsException;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two sessions of different tenants on one connection of the driver, and triggers that tell whom they run for. */
@ExtendWith(DatabaseExtension.class)
abstract class TwoSessions {

    static Database database;

    Connection physical;

    int backend;

    Connection sessionOfA;

    Connection sessionOfB;

    @BeforeAll
    static void create() {
        Bound.createItems(database);
        database.sql(
                Role.OWNER,
                "create function tell_tenant() returns trigger language plpgsql as $$ begin"
                        + " raise exception 'seen by %', coalesce(nullif(current_setting('app.current_tenant', true), ''),"
                        + " 'nobody'); end $$",
                "create constraint trigger tell_tenant after update on item deferrable initially deferred"
                        + " for each row when (new.name = 'checked') execute function tell_tenant()",
                "create function tell_another() returns trigger language plpgsql as $$ begin"
                        + " if new.tenant_id::text is distinct from current_setting('app.current_tenant', true) then"
                        + " raise exception 'seen by another'; end if; return null; end $$",
                "create constraint trigger tell_another after update on item deferrable initially deferred"
                        + " for each row when (new.name = 'own') execute function tell_another()");
    }

    @BeforeEach
    void connect() throws SQLException {
        physical = database.connection(Role.APP);
        backend = Bound.backend(physical);
        physical.setAutoCommit(false);
        sessionOfA = Bound.to(Tenants.A, physical);
        sessionOfB = Bound.to(Tenants.B, physical);
    }

    @AfterEach
    void disconnect() throws SQLException {
        physical.close();
    }

    static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TenantRlsException.class).hasMessageContaining("refused");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
