// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.SQLException;

/**
 * One operation of a sequence.
 *
 * @param session which of the sessions does it
 * @param choice which way, tenant or savepoint, as far as there are several
 */
record Step(Action action, int session, int choice) {

    void take(World world) throws SQLException {
        Session chosen = world.sessions.get(session % world.sessions.size());
        world.perform(() -> action.move.make(world, chosen, choice));
        world.check();
    }

    @Override
    public String toString() {
        return "session " + session + ": " + action + " " + choice;
    }
}
