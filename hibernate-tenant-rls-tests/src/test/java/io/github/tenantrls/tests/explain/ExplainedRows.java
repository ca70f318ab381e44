// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.explain;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Factories;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.Tenants;
import java.util.List;
import java.util.UUID;

/** 150,000 notes of three tenants and of nobody's, and their authors and tags. */
final class ExplainedRows {

    /** A tenant with few of them. */
    static final UUID RARE = UUID.fromString("99999999-9999-4999-8999-999999999999");

    private ExplainedRows() {}

    static void create(Database database) {
        database.empty();
        Factories.on(database, Note.class).createSchema();
        database.sql(
                Role.SUPERUSER,
                "do $$ declare i regclass; begin for i in select indexrelid::regclass from pg_index"
                        + " where indrelid = 'note'::regclass and pg_get_indexdef(indexrelid, 1, true) = 'tenant_id'"
                        + " loop execute 'drop index ' || i; end loop; end $$");
        String tenant = "(array['" + Tenants.A + "', '" + Tenants.B + "', '" + Tenants.C + "', '" + Tenants.NOBODY
                + "'])[1 + n % 4]::uuid";
        database.sql(
                Role.SUPERUSER,
                "insert into note (id, code, title, body, amount, made, author, tenant_id) select n, 'c' || n, md5(n::text),"
                        + " md5(n::text) || ' word' || n % 5000, n, date '2000-01-01' + n % 5000, n % 1000, " + tenant
                        + " from generate_series(1, 150000) n",
                "insert into note (id, code, title, body, amount, made, author, tenant_id) select -n, 'r' || n, md5('r' || n),"
                        + " 'rare', n, date '2000-01-01', 1, '" + RARE + "' from generate_series(1, 500) n",
                "create table author (id bigint, name text, tenant_id uuid not null)",
                "create table tag (note bigint, word text, tenant_id uuid not null)",
                "insert into author select n, 'name' || n, " + tenant + " from generate_series(1, 20000) n",
                "insert into tag select n, 'w' || n % 100, " + tenant + " from generate_series(1, 150000) n",
                "create index note_tenant on note (tenant_id)",
                "create index note_code on note (code)",
                "create index note_title on note (title text_pattern_ops)",
                "create index note_lower on note (lower(title))",
                "create index note_amount on note (amount)",
                "create index note_made on note (made)",
                "create index note_words on note using gin (to_tsvector('english', body))",
                "create index author_id on author (id)",
                "create index tag_note on tag (note)",
                "grant select on author, tag to app, system");
        for (String table : List.of("author", "tag")) {
            database.sql(
                    Role.SUPERUSER,
                    "alter table " + table + " enable row level security",
                    "create policy tenant_isolation on " + table
                            + " using (tenant_id = nullif(current_setting('app.current_tenant', true), '')::uuid)",
                    "create index on " + table + " (tenant_id)");
        }
        database.sql(Role.SUPERUSER, "vacuum analyze note, author, tag");
    }
}
