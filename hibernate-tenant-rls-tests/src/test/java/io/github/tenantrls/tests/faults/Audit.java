// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.faults.Findings.Kind;
import io.github.tenantrls.tests.faults.Outcomes.Outcome;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks past all policies at what is there after a phase, and compares it with what the clients know. */
final class Audit {

    private static final String ADDS_UP = "select 'account ' || id || ': counter ' || counter || ', entries ' || found"
            + " from (select a.id, counter, (select count(*) from entry e where e.account_id = a.id) found"
            + " from account a) both_of_it where counter <> found"
            + " union all select 'card ' || id || ': counter ' || counter || ', entries ' || found"
            + " from (select c.id, counter, (select count(*) from entry e where e.card = c.id) found from card c)"
            + " both_of_it where counter <> found"
            + " union all select 'note ' || coalesce(n.id, e.id) || case when n.id is null then ' is not there'"
            + " else ' is there' end from note n full join (select id from entry where noted except"
            + " select removed from entry) e on e.id = n.id where n.id is null or e.id is null";

    private static final String NOT_ITS_OWNERS = "select tenant_id || ' has a row of ' || owner || ' in ' || place from"
            + " (select tenant_id::text, owner::text, 'account' place from account"
            + " union all select tenant_id::text, owner::text, 'entry' from entry"
            + " union all select tenant_id::text, owner::text, 'note' from note"
            + " union all select tenant_id::text, owner::text, 'card' from card"
            + " union all select tenant_id::text, left(tags, 36), 'tags' from account_tags) every_row"
            + " where tenant_id <> owner";

    /** They are as they were made, and none was added. */
    private static final String NOBODYS = "select count(*) || ' ' || sum(counter + version) || ' '"
            + " || (select count(*) from entry where tenant_id = a.tenant_id) from account a where tenant_id = '"
            + Tenants.NOBODY + "' group by tenant_id";

    /** What each outcome of a write is counted by. */
    static final String WRITES = "writes ";

    private final Database database;
    private final Results results;

    Audit(Database database, Results results) {
        this.database = database;
        this.results = results;
    }

    void check() {
        tell(Kind.LEAK, NOT_ITS_OWNERS);
        String nobodys = database.value(Role.SUPERUSER, NOBODYS);
        if (!(Population.ACCOUNTS + " 0 0").equals(nobodys)) {
            results.findings().add(Kind.LEAK, "the rows for which nobody works have been changed: " + nobodys);
        }
        tell(Kind.LOST, ADDS_UP);
        compare();
    }

    private void tell(Kind kind, String sql) {
        database.query(Role.SUPERUSER, sql).forEach(row -> results.findings().add(kind, String.valueOf(row)));
    }

    private void compare() {
        Set<Long> there = database.query(Role.SUPERUSER, "select id from entry").stream()
                .map(id -> Long.parseLong(String.valueOf(id)))
                .collect(Collectors.toSet());
        Map<Long, Outcome> known = results.outcomes().all();
        known.forEach((write, outcome) -> compare(write, outcome, there.contains(write)));
        there.stream()
                .filter(write -> !known.containsKey(write))
                .forEach(write -> results.findings().add(Kind.UNDONE, "write " + write + " is of no client"));
        results.outcomes().unknown().stream()
                .filter(all -> all.stream().anyMatch(there::contains) && !there.containsAll(all))
                .forEach(all -> results.findings().add(Kind.LOST, "half of a transaction is there: " + all));
    }

    private void compare(long write, @Nullable Outcome outcome, boolean isThere) {
        results.units().add(WRITES + outcome);
        if (outcome == Outcome.COMMITTED && !isThere) {
            results.findings().add(Kind.LOST, told(write) + " was committed, and is not there");
        } else if (outcome == Outcome.ROLLED_BACK && isThere) {
            results.findings().add(Kind.UNDONE, told(write) + " was rolled back, and is there");
        } else if (outcome == Outcome.PENDING) {
            results.findings().add(Kind.UNEXPECTED, "nobody has told what became of " + told(write));
        }
    }

    private String told(long write) {
        return "write " + write + ", " + results.outcomes().origin(write) + ",";
    }

    /** Begins anew, with as many rows as at first. */
    void forget() {
        database.sql(
                Role.SUPERUSER,
                "delete from entry",
                "delete from note",
                "update account set counter = 0",
                "update card set counter = 0, version = version + 1",
                "update account set version = 0 where tenant_id = '" + Tenants.NOBODY + "'");
        results.outcomes().forget();
    }
}
