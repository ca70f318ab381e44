// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.faults;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Who there is, and the rows that they begin with: five tenants, and one for whom nobody ever works. */
final class Population {

    /** For which a row must never be: it is in no payload that was written. */
    static final UUID NONE = new UUID(0, 1);

    static final List<UUID> TENANTS = List.of(
            Tenants.A,
            Tenants.B,
            Tenants.C,
            UUID.fromString("eeeeeeee-0000-4000-8000-00000000000e"),
            UUID.fromString("ffffffff-0000-4000-8000-00000000000f"));

    /** Of each tenant; they are never removed, and none is added. */
    static final int ACCOUNTS = 4;

    private static final int SPACE = 1000;

    private Population() {}

    /** The identifier of one of a tenant's accounts, and of one of its cards too; those of NOBODY begin at 0. */
    static long account(UUID tenant, int number) {
        return (TENANTS.indexOf(tenant) + 1L) * SPACE + number;
    }

    static long anyAccount(UUID tenant, Random random) {
        return account(tenant, random.nextInt(ACCOUNTS));
    }

    /** Another tenant, or the one for whom nobody works. */
    static UUID other(UUID tenant, Random random) {
        List<UUID> others = new ArrayList<>(TENANTS);
        others.add(Tenants.NOBODY);
        others.remove(tenant);
        return others.get(random.nextInt(others.size()));
    }

    /** Creates tables, policies, functions and the first rows. */
    static void create(Database database) {
        Factories.on(database, Ledger.ENTITIES).systemLogin().createSchema();
        database.sql(
                Role.OWNER,
                "alter table entry add constraint of_sibling foreign key (tenant_id, sibling)"
                        + " references account (tenant_id, id) deferrable initially deferred",
                "create index on entry (tenant_id, sibling)",
                "create index on entry (tenant_id, account_id)",
                "create function not_negative() returns trigger language plpgsql as $$ begin"
                        + " if exists (select from entry where id = new.id and amount < 0) then"
                        + " raise exception 'a negative amount' using errcode = '23514'; end if; return null; end $$",
                "create constraint trigger not_negative after insert or update on entry deferrable initially deferred"
                        + " for each row execute function not_negative()",
                "create function accounts() returns setof account language sql stable as 'select * from account'",
                "create function bump(entry_id bigint, entry_owner uuid, id_of_account bigint) returns bigint"
                        + " language plpgsql as $$ declare updated bigint; begin"
                        + " update account set counter = counter + 1, version = version + 1 where id = id_of_account;"
                        + " get diagnostics updated = row_count;"
                        + " insert into entry (id, owner, kind, account_id, amount, noted)"
                        + " values (entry_id, entry_owner, 'function', id_of_account, 0, false);"
                        + " return updated; end $$",
                "create procedure bump_by_call(entry_id bigint, entry_owner uuid, id_of_account bigint)"
                        + " language plpgsql as $$ begin perform bump(entry_id, entry_owner, id_of_account); end $$");
        rows(database);
    }

    /** The first rows, and no others. */
    static void rows(Database database) {
        database.sql(Role.SUPERUSER, "truncate account, account_tags, entry, note, card");
        for (UUID tenant : TENANTS) {
            rows(database, tenant, account(tenant, 0));
        }
        rows(database, Tenants.NOBODY, account(Tenants.NOBODY, 0));
    }

    private static void rows(Database database, UUID tenant, long first) {
        String values = " select '" + tenant + "', " + first + " + i, '" + tenant + "', 0, 0 from generate_series(0, "
                + (ACCOUNTS - 1) + ") i";
        database.sql(
                Role.SUPERUSER,
                "insert into account (tenant_id, id, owner, counter, version)" + values,
                "insert into card (tenant_id, id, owner, counter, version)" + values,
                "insert into account_tags (tenant_id, account_id, tags) select tenant_id, id, owner || ':0'"
                        + " from account where tenant_id = '" + tenant + "'");
    }
}
