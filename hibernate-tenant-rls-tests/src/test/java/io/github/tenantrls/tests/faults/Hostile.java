// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.TenantRlsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Attempts to get at others' rows, which must come to nothing. Those with an error end the transaction. */
final class Hostile {

    static final List<Step<Connection>> ALL = List.of(
            new Step<>("hostile: insert for another", Hostile::insert),
            new Step<>("hostile: give a row away", Hostile::give),
            new Step<>("hostile: update and delete all", Hostile::changeOthers),
            new Step<>("hostile: set the tenant", Hostile::setTenant));

    private Hostile() {}

    private static void insert(Connection connection, Scene scene) throws SQLException {
        refused(
                connection,
                scene,
                "insert into entry (id, owner, kind, amount, noted, tenant_id) values (" + scene.effects.write() + ", '"
                        + scene.tenant + "', 'hostile', 0, false, '" + scene.other() + "')");
    }

    private static void give(Connection connection, Scene scene) throws SQLException {
        refused(connection, scene, "update card set tenant_id = '" + scene.other() + "' where id = " + scene.account());
    }

    /** What nobody may do ends in the server's refusal, SQLSTATE 42501. */
    private static void refused(Connection connection, Scene scene, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            scene.outOfReach(false, "not refused: " + sql);
        } catch (SQLException e) {
            if (!"42501".equals(e.getSQLState())) {
                throw e;
            }
            throw new Refused();
        }
    }

    private static void changeOthers(Connection connection, Scene scene) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String others = " where owner = '" + scene.other() + "'";
            scene.outOfReach(
                    statement.executeUpdate("update card set counter = counter" + others) == 0,
                    "another's card changed");
            scene.outOfReach(statement.executeUpdate("delete from note" + others) == 0, "another's note deleted");
        }
    }

    private static void setTenant(Connection connection, Scene scene) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.current_tenant', '" + scene.other() + "', true)");
        } catch (TenantRlsException e) {
            return;
        }
        scene.outOfReach(false, "the tenant could be set by SQL");
    }

    /** The server has refused as it should, and the transaction with it. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused() {
            super("refused with 42501, as it should be");
        }
    }
}
