// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.benchmark;

import io.github.tenantrls.tests.benchmark.worker.Participant;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.OtherServer;
import io.github.tenantrls.tests.support.Role;
import java.util.List;
import java.util.Objects;

/** A contender with a database of its own, in which its own Hibernate has made the tables, and all have the same rows. */
final class Entrant implements AutoCloseable {

    final Contender contender;
    final Participant participant;
    final Database database;

    /** Makes the database, its tables and the rows of so many tenants. */
    Entrant(Contender contender, Participant participant, Database database, int tenants) {
        this.contender = contender;
        this.participant = participant;
        this.database = database;
        participant.createSchema(database.url());
        List.of("item", "mark").forEach(this::isolate);
        fill(tenants);
    }

    /** What contenders need that have Hibernate know nothing of tenants. */
    private void isolate(String table) {
        switch (contender) {
            case SEPARATE, SESSION -> asOwner(Policies.ofLibrary(table));
            case BETTER_TENANT -> asOwner(Policies.ofBetterTenant(table));
            default -> {}
        }
    }

    private void asOwner(List<String> statements) {
        database.sql(Role.OWNER, statements.toArray(String[]::new));
    }

    private void fill(int tenants) {
        database.sql(
                Role.OWNER,
                "alter table item set (fillfactor = 70)", // room for rows that are updated, in the same page
                "create index item_listing on item (tenant_id, place)");
        int rows = Participant.ROWS;
        database.sql(
                Role.SUPERUSER,
                "insert into item (id, tenant_id, owner, place, title, amount)"
                        + " select -(tenant - 1) * " + rows + " - place - 1,"
                        + " lpad(to_hex(tenant), 32, '0')::uuid, tenant, place, 'title ' || place, 0"
                        + " from generate_series(1, " + tenants + ") tenant, generate_series(0, " + (rows - 1)
                        + ") place",
                "vacuum analyze item");
    }

    /** Leaves the rows that there were at first, whose identifiers are negative. */
    void removeAdded() {
        database.sql(Role.SUPERUSER, "delete from item where id > 0", "vacuum full analyze item", "truncate mark");
    }

    /** The condition of the only policy on the rows. */
    String policy() {
        return Objects.requireNonNull(database.value(
                Role.OWNER, "select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'item'::regclass"));
    }

    @Override
    public void close() {
        try (database) {
            participant.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a contender in a JVM of its own, with a new database. */
    static Entrant start(Contender contender, OtherServer server, Run run, int tenants) throws Exception {
        return new Entrant(contender, new RemoteParticipant(contender, run.folder()), server.createDatabase(), tenants);
    }
}
