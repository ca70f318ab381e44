// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import java.sql.SQLException;

/** What can be done; what makes no sense just then does nothing. */
enum Action {
    READ(8, Reads::read),
    PREPARE(2, Reads::prepare),
    EXECUTE_PREPARED(3, Reads::executePrepared),
    OPEN_CURSOR(2, Cursors::open),
    FETCH(3, Cursors::fetch),
    CLOSE_CURSOR(1, Cursors::close),
    INSERT(4, Writes::insert),
    UPDATE(2, Writes::update),
    DELETE(1, Writes::delete),
    FORGE(1, Writes::forge),
    FAIL(1, Writes::fail),
    BEGIN(2, Transactions::begin),
    COMMIT(2, Transactions::commit),
    ROLLBACK(2, Transactions::rollback),
    AUTO_COMMIT(2, Transactions::autoCommit),
    SET_SAVEPOINT(4, Savepoints::set),
    ROLLBACK_TO(4, Savepoints::rollbackTo),
    RELEASE_SAVEPOINT(1, Savepoints::release),
    UTILITY(1, Transactions::utility),
    END_BEHIND_ITS_BACK(1, Outside::end),
    BEGIN_BEHIND_ITS_BACK(1, Outside::begin),
    LOOK_FROM_OUTSIDE(2, Outside::look),
    SWITCH_TENANT(1, Sessions::switchTenant),
    GIVE_BACK_AND_TAKE(1, Sessions::reopen);

    /** How often it is done, compared with others. */
    final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // a static method
    final Move move;

    Action(int weight, Move move) {
        this.weight = weight;
        this.move = move;
    }

    /** Does it, and compares with the model. */
    @FunctionalInterface
    interface Move {
        void make(World world, Session session, int choice) throws SQLException;
    }
}
