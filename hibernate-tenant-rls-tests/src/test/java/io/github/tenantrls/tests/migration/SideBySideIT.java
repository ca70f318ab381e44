// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Between the phases an application that knows nothing of tenants and one that binds them insert into the same tables. */
@ExtendWith(DatabaseExtension.class)
class SideBySideIT {

    private static final String FIRST = "00000000-0000-4000-8000-00000000000a";
    private static final String SECOND = "00000000-0000-4000-8000-00000000000b";
    private static final String THIRD = "00000000-0000-4000-8000-00000000000c";

    private final Database database;

    @TempDir
    private Path folder = Path.of("");

    SideBySideIT(Database database) {
        this.database = database;
    }

    @Test
    void each_row_is_the_tenants_that_is_bound_and_else_the_one_that_the_configuration_says() {
        database.sql(
                Role.OWNER,
                "alter default privileges in schema public revoke all on tables from app", // the migration is to grant
                "create table customer (id bigint primary key)",
                "create table orders (id bigint primary key, customer_id bigint not null references customer)",
                "insert into customer values (1)",
                "insert into orders values (1, 1)");
        Cli cli = new Cli(database, folder);
        cli.ok("init", "--non-interactive", "--tables", "customer", "--tenant", FIRST, "--runtime-role", "app");
        cli.ok("migrate", "--apply", "--phase", "prepare");

        database.sql(Role.OWNER, rows(2)); // the old one
        insert("set app.current_tenant = '" + SECOND + "'; ", 3);
        insert("set app.current_tenant = '" + THIRD + "'; ", 4);
        insert("reset app.current_tenant; ", 5); // the new one's connection, lent to somebody else

        for (String table : new String[] {"customer", "orders"}) {
            assertThat(database.query(Role.OWNER, "select id || ' ' || tenant_id from " + table + " order by id"))
                    .as(table)
                    .containsExactly("1 " + FIRST, "2 " + FIRST, "3 " + SECOND, "4 " + THIRD, "5 " + FIRST);
        }
        cli.ok("migrate", "--apply");
        cli.ok("migrate", "--fail-on-difference");
        cli.ok("check", "--fail-on", "low");
        for (String table : new String[] {"customer", "orders"}) {
            assertThat(database.value(
                            Role.OWNER,
                            "select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = '" + table
                                    + "'::regclass"))
                    .as(table)
                    .isEqualTo("(NULLIF(current_setting('app.current_tenant'::text, true), ''::text))::uuid");
        }
        assertThat(database.query(Role.OWNER, "select tgname from pg_trigger where not tgisinternal"))
                .isEmpty();
    }

    private void insert(String tenant, int id) {
        database.sql(Role.APP, tenant + rows(id));
    }

    private static String rows(int id) {
        return "insert into customer values (" + id + "); insert into orders values (" + id + ", " + id + ")";
    }
}
