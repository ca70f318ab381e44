// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.tests.binding.Bound;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/** What a pool or a transaction manager does with the physical connection, past all sessions. */
final class Outside {

    private Outside() {}

    static void end(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        if (lane.autoCommit || lane.state == TransactionState.IDLE) {
            return;
        }
        boolean committing = choice % 2 == 0 && !lane.isFailed();
        if (committing) {
            lane.physical.commit();
        } else {
            lane.physical.rollback();
        }
        world.ended(lane, committing);
    }

    /** Not where a session could take the transaction for its own, whose end it has not seen: that is documented. */
    static void begin(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        if (lane.state == TransactionState.IDLE
                && !lane.autoCommit
                && world.on(lane).stream().noneMatch(each -> each.mayHaveBegun)) {
            Transactions.text(lane.physical, "select 1");
            lane.executed();
        }
    }

    /** Sees nothing outside of transactions, and within one what a session's statements saw, or nothing; after a rollback to a
     * savepoint also what one saw that has been given back: that is documented. */
    static void look(World world, Session session, int choice) throws SQLException {
        Lane lane = session.lane;
        if (lane.isFailed()) {
            assertThatThrownBy(() -> Bound.names(lane.physical)).hasFieldOrPropertyWithValue("SQLState", "25P02");
        } else if (lane.state == TransactionState.OPEN) {
            assertThat(allowed(world, lane))
                    .contains(Bound.names(lane.physical).stream().sorted().toList());
        } else {
            nothing(lane);
        }
    }

    private static List<List<String>> allowed(World world, Lane lane) {
        Stream<@Nullable UUID> tenants =
                Stream.concat(lane.returned.stream(), world.on(lane).stream().map(each -> each.tenant));
        return Stream.concat(Stream.of(List.<String>of()), tenants.map(tenant -> world.visible(lane, tenant)))
                .toList();
    }

    static void nothingAfterRollback(Lane lane) throws SQLException {
        lane.physical.setAutoCommit(false);
        lane.physical.rollback();
        lane.autoCommit = false;
        lane.ended(false);
        nothing(lane);
    }

    /** No tenant is left, and no row is seen. */
    private static void nothing(Lane lane) throws SQLException {
        Bound.assertNothingLeft(lane.physical, Bound.backend(lane.physical));
        if (!lane.autoCommit) {
            lane.physical.rollback();
        }
    }
}
