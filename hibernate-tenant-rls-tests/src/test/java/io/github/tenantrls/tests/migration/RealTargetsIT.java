// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that nobody here wrote, with rows in them, go from nothing to isolated by {@code init}, {@code migrate}, {@code check}. */
@ExtendWith(DatabaseExtension.class)
class RealTargetsIT {

    private static final String ACME = "00000000-0000-4000-8000-00000000000a";
    private static final String GLOBEX = "00000000-0000-4000-8000-00000000000b";
    private static final String INITECH = "00000000-0000-4000-8000-00000000000c";

    private final Database database;

    @TempDir
    private Path folder = Path.of("");

    RealTargetsIT(Database database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void the_tables_of_spring_batch_follow_from_its_job_instances() {
        script("org/springframework/batch/core/schema-postgresql.sql");
        for (String tenant : List.of("acme", "globex", "initech")) {
            jobs(tenant);
        }
        isolate(
                List.of("--tables", "batch_job_instance"),
                "table.public.batch_job_instance.fill",
                "sql:(case split_part(job_name, '.', 1) when 'acme' then '" + ACME + "' when 'globex' then '" + GLOBEX
                        + "' else '" + INITECH + "' end)::uuid");
        for (String table : List.of(
                "batch_job_instance",
                "batch_job_execution",
                "batch_job_execution_params",
                "batch_step_execution",
                "batch_step_execution_context",
                "batch_job_execution_context")) {
            assertThat(counts(table)).as(table).containsExactly("200", "200", "200", "0");
        }
        assertThat(asTenant(GLOBEX, "select distinct split_part(job_name, '.', 1) from batch_job_instance"))
                .containsExactly("globex");
        assertThat(asTenant(
                        GLOBEX,
                        "select distinct parameter_value from batch_job_execution_params",
                        "select distinct short_context from batch_step_execution_context"))
                .containsExactly("globex", "globex");
        negativeControl("batch_step_execution_context", 600);
    }

    private void jobs(String tenant) {
        String first = "(select coalesce(max(job_instance_id), 0) from batch_job_instance)";
        database.sql(
                Role.OWNER,
                "create temporary table ids as select " + first + " + n as id from generate_series(1, 200) n;"
                        + "insert into batch_job_instance select id, 0, '" + tenant
                        + ".job.' || id, md5(id::text) from ids;"
                        + "insert into batch_job_execution (job_execution_id, version, job_instance_id, create_time)"
                        + " select id, 0, id, now() from ids;"
                        + "insert into batch_job_execution_params select id, 'for', 'text', '" + tenant
                        + "', 'Y' from ids;"
                        + "insert into batch_step_execution (step_execution_id, version, step_name, job_execution_id,"
                        + " create_time) select id, 0, 'step', id, now() from ids;"
                        + "insert into batch_step_execution_context select id, '" + tenant + "', null from ids;"
                        + "insert into batch_job_execution_context select id, '" + tenant + "', null from ids");
    }

    @Test
    void the_tables_of_quartz_have_keys_of_several_columns() {
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
        negativeControl("qrtz_cron_triggers", 150);
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

    @Test
    void pgbench_runs_on_for_the_first_tenant_and_for_others() throws Exception {
        assumeTrue(
                pgbench("owner", "--version") == 0, "there is no pgbench on the path, which PostgreSQL brings along");
        assertThat(pgbench("owner", "-q", "-i", "-s", "1", "--foreign-keys")).isZero();
        assertThat(pgbench("owner", "-n", "-t", "50")).isZero();
        isolate(List.of("--tables", "pgbench_branches", "--tenant", ACME));
        assertThat(asTenant(ACME, "select count(*) from pgbench_accounts")).containsExactly("100000");
        assertThat(asTenant(GLOBEX, "select count(*) from pgbench_accounts")).containsExactly("0");
        // as it is, it is its tenant's application now
        assertThat(pgbench("app", "-n", "-t", "50")).isZero();
        assertThat(asTenant(ACME, "select count(*) from pgbench_history")).containsExactly("100");
        database.sql(
                Role.SUPERUSER,
                "insert into pgbench_branches (bid, bbalance, tenant_id) values (2, 0, '" + GLOBEX + "')");
        assertThat(asTenant(GLOBEX, "select bid from pgbench_branches")).containsExactly("2");
        assertThat(asTenant(ACME, "select bid from pgbench_branches")).containsExactly("1");
        negativeControl("pgbench_branches", 2);
    }

    private int pgbench(String user, String... options) throws IOException, InterruptedException {
        URI server = URI.create(database.url().substring("jdbc:".length()).replaceAll("\\?.*", ""));
        ProcessBuilder command = new ProcessBuilder(
                Stream.concat(Stream.of("pgbench"), Stream.of(options)).toList());
        command.environment().put("PGHOST", server.getHost());
        command.environment().put("PGPORT", String.valueOf(server.getPort()));
        command.environment().put("PGDATABASE", database.name());
        command.environment().put("PGUSER", user);
        command.environment().put("PGPASSWORD", user);
        command.environment().put("PGOPTIONS", "-c app.current_tenant=" + ACME);
        command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbench.log").toFile());
        try {
            Process process = command.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1; // there is none
        }
    }

    /** All of it, by the command line; what the tables are filled with is what a person adds to the file. */
    private void isolate(List<String> init, String... fills) {
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

    private List<String> counts(String table) {
        return Stream.of(ACME, GLOBEX, INITECH, "00000000-0000-4000-8000-00000000000d")
                .flatMap(tenant -> asTenant(tenant, "select count(*) from " + table).stream())
                .toList();
    }

    private List<String> asTenant(String tenant, String... queries) {
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
    private void negativeControl(String table, int rows) {
        database.sql(Role.OWNER, "alter table " + table + " disable row level security");
        assertThat(asTenant(ACME, "select count(*) from " + table)).containsExactly(String.valueOf(rows));
    }

    private void script(String resource) {
        try (InputStream script = getClass().getClassLoader().getResourceAsStream(resource)) {
            assertThat(script).as(resource).isNotNull();
            database.sql(Role.OWNER, new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
