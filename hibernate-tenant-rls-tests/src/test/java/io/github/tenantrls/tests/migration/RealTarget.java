// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A database with a schema that others wrote, and the command line that isolates it. */
public final class RealTarget {

    static final String ACME = "00000000-0000-4000-8000-00000000000a";
    static final String GLOBEX = "00000000-0000-4000-8000-00000000000b";
    static final String INITECH = "00000000-0000-4000-8000-00000000000c";

    private final Database database;
    private final Path folder;

    /** @param folder where the configuration is written */
    public RealTarget(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** The tables of Quartz, with rows of three tenants: from nothing to isolated. */
    public void quartz() {
        script("org/quartz/impl/jdbcjobstore/tables_postgres.sql");
        for (String tenant : List.of("acme", "globex", "initech")) {
            triggers(tenant);
        }
        String tenants = "sql:(case sched_name when 'acme' then '" + ACME + "' when 'globex' then '" + GLOBEX
                + "' else '" + INITECH + "' end)::uuid";
        isolate(
                List.of(
                        "--tables",
                        "qrtz_job_details,qrtz_calendars",
                        "--global",
                        "qrtz_locks,qrtz_scheduler_state," + "qrtz_fired_triggers,qrtz_paused_trigger_grps"),
                "table.public.qrtz_job_details.fill",
                tenants,
                "table.public.qrtz_calendars.fill",
                tenants);
        for (String table : List.of("qrtz_job_details", "qrtz_triggers", "qrtz_cron_triggers", "qrtz_calendars")) {
            assertThat(counts(table)).as(table).containsExactly("50", "50", "50", "0");
            assertThat(asTenant(ACME, "select distinct sched_name from " + table))
                    .as(table)
                    .containsExactly("acme");
        }
    }

    private void triggers(String tenant) {
        database.sql(
                Role.OWNER,
                "insert into qrtz_job_details select '" + tenant
                        + "', 'job' || n, 'group', null, 'Job', true, true, true, true from generate_series(1, 50) n;"
                        + "insert into qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group,"
                        + " trigger_state, trigger_type, start_time) select '" + tenant
                        + "', 'trigger' || n, 'group', 'job' || n, 'group', 'WAITING', 'CRON', 0 from generate_series(1, 50) n;"
                        + "insert into qrtz_cron_triggers select '" + tenant
                        + "', 'trigger' || n, 'group', '0 0 * * * ?' from generate_series(1, 50) n;"
                        + "insert into qrtz_calendars select '" + tenant
                        + "', 'calendar' || n, ''::bytea from generate_series(1, 50) n");
    }

    /** All of it, by the command line; what the tables are filled with is what a person adds to the file. */
    void isolate(List<String> init, String... fills) {
        Cli cli = new Cli(database, folder);
        cli.ok(Stream.concat(
                        Stream.of("init", "--non-interactive", "--runtime-role", "app", "--system-user", "system"),
                        init.stream())
                .toArray(String[]::new));
        for (int i = 0; i < fills.length; i += 2) {
            cli.configure(fills[i], fills[i + 1]);
        }
        cli.configure("composite_unique_keys", "true");
        cli.ok("migrate", "--apply");
        cli.ok("migrate", "--dry-run", "--fail-on-difference");
        assertThat(cli.ok("check", "--fail-on", "low")).contains("0 refuted, 0 not provable");
    }

    List<String> counts(String table) {
        return Stream.of(ACME, GLOBEX, INITECH, "00000000-0000-4000-8000-00000000000d")
                .flatMap(tenant -> asTenant(tenant, "select count(*) from " + table).stream())
                .toList();
    }

    List<String> asTenant(String tenant, String... queries) {
        List<String> values = new ArrayList<>();
        try (Connection connection = database.connection(Role.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("set app.current_tenant = '" + tenant + "'");
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /** Without row-level security the same query shows the rows of all. */
    void negativeControl(String table, int rows) {
        database.sql(Role.OWNER, "alter table " + table + " disable row level security");
        assertThat(asTenant(ACME, "select count(*) from " + table)).containsExactly(String.valueOf(rows));
    }

    void script(String resource) {
        try (InputStream script = getClass().getClassLoader().getResourceAsStream(resource)) {
            assertThat(script).as(resource).isNotNull();
            database.sql(Role.OWNER, new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
