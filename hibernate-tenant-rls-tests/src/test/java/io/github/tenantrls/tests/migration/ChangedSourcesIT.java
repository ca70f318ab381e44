// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fills tenants is tried before anything is done, and where the file says another source later, that one counts. */
@ExtendWith(DatabaseExtension.class)
class ChangedSourcesIT {

    private static final String FIRST = "00000000-0000-4000-8000-00000000000a";
    private static final String SECOND = "00000000-0000-4000-8000-00000000000b";

    private final Database database;
    private final Path folder;
    private final Cli cli;

    ChangedSourcesIT(Database database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        this.cli = new Cli(database, folder);
    }

    @BeforeEach
    void tables() {
        database.empty();
        database.sql(
                Role.OWNER,
                "create table customer (id bigint primary key, of uuid)",
                "create table orders (id bigint primary key, customer_id bigint not null references customer)",
                "insert into customer values (1, '" + FIRST + "')",
                "insert into orders values (1, 1)");
        cli.ok("init", "--non-interactive", "--tables", "customer", "--tenant", FIRST, "--runtime-role", "app");
    }

    @Test
    void an_expression_that_cannot_be_run_is_refused_before_the_first_step() {
        String fill = "table.public.orders.fill=sql:nosuch";
        assertThat(cli.fails(2, "migrate", "--apply", "--set", fill))
                .contains(
                        "table.public.orders.fill: the expression cannot be run (ERROR: column \"nosuch\" does not exist");
        assertThat(cli.fails(2, "migrate", "--set", "table.public.orders.fill=sql:customer_id"))
                .contains("cannot cast type bigint to uuid");
        assertThat(database.query(Role.OWNER, "select attname from pg_attribute where attname = 'tenant_id'"))
                .isEmpty();
    }

    @Test
    void an_expression_may_read_a_tenant_column_that_is_yet_to_be_added() {
        cli.ok(
                "migrate",
                "--apply",
                "--set",
                "table.public.orders.fill=sql:(select c.tenant_id from public.customer c where c.id = customer_id)");
        assertThat(database.value(Role.SUPERUSER, "select tenant_id from orders"))
                .isEqualTo(FIRST);
    }

    @Test
    void after_a_change_rows_that_come_are_filled_by_the_new_source_and_those_with_a_tenant_keep_it() {
        cli.ok("migrate", "--apply", "--phase", "prepare");
        String[] changed = {
            "migrate",
            "--apply",
            "--phase",
            "prepare",
            "--set",
            "table.public.customer.fill=tenant:" + SECOND,
            "--set",
            "table.public.orders.fill=sql:'" + SECOND + "'::uuid"
        };
        assertThat(cli.ok(changed)).contains("Done: 2 steps.");
        assertThat(cli.ok(changed)).contains("Nothing is lacking in this phase.");
        database.sql(Role.OWNER, "insert into customer values (2)", "insert into orders values (2, 2)");
        for (String table : new String[] {"customer", "orders"}) {
            assertThat(database.query(Role.OWNER, "select tenant_id from " + table + " order by id"))
                    .as(table)
                    .containsExactly(FIRST, SECOND);
        }
    }

    @ParameterizedTest
    @CsvSource({"text,o'ne", "varchar,one", "bigint,7", "integer,7", "integer,-7"})
    void the_same_source_is_no_change_whatever_the_server_makes_of_it(String type, String tenant) {
        cli.ok(
                "init",
                "--non-interactive",
                "--overwrite",
                "--tables",
                "customer",
                "--tenant",
                tenant,
                "--set",
                "column_type=" + type);
        cli.ok("migrate", "--apply", "--phase", "prepare");
        assertThat(cli.ok("migrate", "--apply", "--phase", "prepare")).contains("Nothing is lacking in this phase.");
    }

    @Test
    void a_migration_for_flyway_is_not_written_twice() {
        String into = folder.resolve("migrations").toString();
        cli.ok("migrate", "--format", "flyway", "-o", into);
        assertThat(cli.fails(2, "migrate", "--format", "flyway", "-o", into))
                .contains("Nothing was written, because ", "V1__tenant_isolation_prepare.sql holds the same migration");
    }
}
