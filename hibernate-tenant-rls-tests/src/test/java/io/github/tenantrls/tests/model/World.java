// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.model;

import io.github.tenantrls.TenantContext;
import io.github.tenantrls.jdbc.RlsDataSource;
import io.github.tenantrls.tests.binding.Bound;
import io.github.tenantrls.tests.support.LendingDataSource;
import io.github.tenantrls.tests.support.Tenants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two physical connections with sessions on them, the rows of the table {@code item}, and whom the work is for. */
final class World implements AutoCloseable {

    /** What {@link #tenant} chooses from; the last is none. */
    private static final List<UUID> TENANTS = List.of(Tenants.A, Tenants.B, Tenants.C);

    private static final int PHYSICAL = 2;

    final List<Session> sessions = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Item> others = items();
    private final Setup setup;
    private @Nullable UUID current;
    private int names;

    World(AnySequence sequences, Setup setup, Breaking breaking) throws SQLException {
        this.setup = setup;
        sequences.reset(others);
        for (int i = 0; i < PHYSICAL; i++) {
            lanes.add(new Lane(i, breaking.of(sequences.connect(setup)), setup == Setup.AUTOSAVE, List.of()));
        }
        open(0, Tenants.A);
        open(0, Tenants.B);
        open(0, Tenants.A);
        open(1, Tenants.C);
    }

    /** Each tenant has two rows, and so has nobody. */
    private static List<Item> items() {
        return Stream.of(Tenants.A, Tenants.B, Tenants.C, Tenants.NOBODY)
                .flatMap(tenant -> Stream.of(1, 2).map(i -> new Item(tenant, letter(tenant) + i)))
                .toList();
    }

    private void open(int lane, @Nullable UUID tenant) throws SQLException {
        sessions.add(open(lanes.get(lane), tenant));
    }

    private Session open(Lane lane, @Nullable UUID tenant) throws SQLException {
        RlsDataSource dataSource = RlsDataSource.of(lender(lane), setup.settings());
        if (tenant != null) {
            return new Session(
                    lane, tenant, TenantContext.<Connection, SQLException>callAs(tenant, dataSource::getConnection));
        }
        Connection[] ofNobody = new Connection[1];
        TenantContext.withoutTenant(() -> ofNobody[0] = dataSource.getConnection());
        return new Session(lane, null, ofNobody[0]);
    }

    private static LendingDataSource lender(Lane lane) {
        return () -> Bound.pooled(lane.physical);
    }

    /** Puts a session in the place of one that is closed. */
    void reopen(Session closed, @Nullable UUID tenant) throws SQLException {
        sessions.set(sessions.indexOf(closed), open(closed.lane, tenant));
    }

    /** One of the tenants, or null for none. */
    static @Nullable UUID tenant(int choice) {
        int index = choice % (TENANTS.size() + 1);
        return index == TENANTS.size() ? null : TENANTS.get(index);
    }

    void switchTo(@Nullable UUID tenant) {
        current = tenant;
    }

    /** Does something for whom the work is now. */
    void perform(TenantContext.Action<SQLException> work) throws SQLException {
        if (current == null) {
            work.run();
        } else {
            TenantContext.runAs(current, work);
        }
    }

    /** A name that no row has had. */
    String newName(@Nullable UUID tenant) {
        return letter(tenant) + "-" + ++names;
    }

    private static String letter(@Nullable UUID tenant) {
        return tenant == null ? "none" : tenant.toString().substring(0, 1);
    }

    /** The names of the rows that a tenant may see through a physical connection. */
    List<String> visible(Lane lane, @Nullable UUID tenant) {
        return Stream.concat(
                        others.stream(),
                        lanes.stream().flatMap(each -> (each == lane ? each.rows : each.committed).stream()))
                .filter(item -> item.tenant().equals(tenant))
                .map(Item::name)
                .sorted()
                .toList();
    }

    boolean isForAnother(Session session) {
        return current != null && !current.equals(session.tenant);
    }

    /**
     * Why a session cannot execute a statement now, or null.
     *
     * @param binds whether the tenant is bound before it
     */
    @Nullable
    Refusal refusal(Session session, boolean binds) {
        if (isForAnother(session)) {
            return Refusal.OTHER_TENANT;
        }
        if (session.lane.isFailed()) {
            return Refusal.FAILED_TRANSACTION;
        }
        return binds ? refusalByCursor(session) : null;
    }

    private @Nullable Refusal refusalByCursor(Session session) {
        List<Cursor> hindering = on(session.lane).stream()
                .filter(other -> other.reads() && !Objects.equals(other.tenant, session.tenant))
                .map(other -> Objects.requireNonNull(other.cursor))
                .toList();
        if (hindering.isEmpty()) {
            return null;
        }
        return hindering.stream().anyMatch(cursor -> cursor.isCertain)
                ? Refusal.OPEN_CURSOR
                : Refusal.PERHAPS_OPEN_CURSOR;
    }

    List<Session> on(Lane lane) {
        return sessions.stream().filter(session -> session.lane == lane).toList();
    }

    /** Whoever ended it. */
    void ended(Lane lane, boolean committing) {
        lane.ended(committing);
        for (Session session : on(lane)) {
            if (session.cursor != null && session.cursor.isOpen) {
                session.cursor.isOpen = false;
                session.cursor.isCertain = false;
            }
        }
    }

    void rolledBackTo(Lane lane, Lane.Mark mark) {
        lane.rolledBackTo(mark);
        for (Session session : on(lane)) {
            if (session.cursor != null && session.cursor.isOpen && session.cursor.marks >= lane.marks.size()) {
                session.cursor.isCertain = false;
            }
        }
    }

    void check() throws SQLException {
        for (Lane lane : lanes) {
            lane.check();
        }
    }

    /** What is left on the connections, when all are given back. */
    List<Lane> closeSessions() throws SQLException {
        for (Session session : sessions) {
            session.connection.close();
        }
        return lanes;
    }

    @Override
    public void close() throws SQLException {
        for (Lane lane : lanes) {
            lane.physical.close();
        }
    }
}
