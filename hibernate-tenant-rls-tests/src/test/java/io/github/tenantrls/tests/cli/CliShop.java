// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.cli;

import io.github.tenantrls.migration.IsolationConfig;
import io.github.tenantrls.migration.IsolationFile;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A small database that knows nothing of tenants, and the configuration that isolates it. */
final class CliShop {

    static final String A = "aaaaaaaa-0000-4000-8000-00000000000a";

    private CliShop() {}

    /** Empties a database, and makes the tables with so many invoices of one customer. */
    static void create(Database database, int invoices) {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table country (code text primary key)",
                "create table customer (id bigint primary key, email text not null, country text references country)",
                "create table invoice (id bigint primary key, customer_id bigint not null references customer)",
                "insert into customer values (1, 'a@example.org')",
                "insert into invoice select n, 1 from generate_series(1, " + invoices + ") n");
    }

    /** Writes the configuration of a database. */
    static Path configure(Database database, Path folder) {
        Path file = folder.resolve(IsolationFile.NAME);
        IsolationFile.write(file, IsolationConfig.of(values(database), IsolationFile.NAME), Map.of(), true);
        return file;
    }

    private static Map<String, String> values(Database database) {
        Map<String, String> values = new TreeMap<>();
        values.put("url", database.url());
        values.put("user", database.user(Role.OWNER));
        values.put("runtime_role", database.user(Role.APP));
        values.put("system.user", database.user(Role.SYSTEM));
        values.put("tenants_table", "tenants");
        values.put("tables.scoped", "public.customer, public.invoice");
        values.put("tables.global", "public.country");
        values.put("table.public.customer.fill", "sql:'" + A + "'::uuid");
        values.put("table.public.invoice.fill", "via:customer_id");
        return values;
    }
}
