// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.binding.Reading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.core.BaseConnection;

/** All rows of the tenant are read, and no other. */
final class Reads {

    /** All but those that write rows of other connections. */
    private static final List<Reading> WAYS = List.of(
            Reading.PREPARED,
            Reading.TEXT,
            Reading.PREPARED_AND_EXECUTED,
            Reading.PREPARED_WITH_FETCH_SIZE,
            Reading.TEXT_WITH_FETCH_SIZE,
            Reading.SEVERAL_STATEMENTS,
            Reading.SCROLLABLE,
            Reading.CALL);

    private Reads() {}

    static void read(World world, Session session, int choice) throws SQLException {
        int way = choice % (WAYS.size() + 1);
        if (way == WAYS.size()) {
            readUnwrapped(world, session);
        } else {
            Attempt.bound(
                    world, session, () -> expect(world, session, WAYS.get(way).names(session.connection)));
        }
    }

    /** What is handed out is bound as long as the transaction lasts. */
    private static void readUnwrapped(World world, Session session) throws SQLException {
        boolean alone = session.lane.isAlone();
        Attempt.bound(world, session, () -> {
            Connection driver = session.connection.unwrap(BaseConnection.class);
            if (alone) {
                assertThat(Bound.names(driver)).isEmpty();
            } else {
                expect(world, session, Bound.names(driver));
            }
        });
    }

    static void prepare(World world, Session session, int choice) throws SQLException {
        if (session.kept == null) {
            session.kept = session.connection.prepareStatement("select name from item");
        }
    }

    static void executePrepared(World world, Session session, int choice) throws SQLException {
        PreparedStatement kept = session.kept;
        if (kept != null) {
            Attempt.bound(world, session, () -> expect(world, session, Bound.read(kept.executeQuery())));
        }
    }

    static void expect(World world, Session session, List<String> names) {
        List<String> sorted = new ArrayList<>(names);
        Collections.sort(sorted);
        assertThat(sorted).isEqualTo(world.visible(session.lane, session.tenant));
    }
}
