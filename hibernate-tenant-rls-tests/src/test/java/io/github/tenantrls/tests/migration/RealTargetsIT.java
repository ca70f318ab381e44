// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.DatabaseExtension;
import io.github.tenantrls.tests.support.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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

    private final Database database;

    @TempDir
    private Path folder = Path.of("");

    RealTargetsIT(Database database) {
        this.database = database;
    }

    private RealTarget target() {
        return new RealTarget(database, folder);
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void the_tables_of_spring_batch_follow_from_its_job_instances() {
        target().script("org/springframework/batch/core/schema-postgresql.sql");
        for (String tenant : List.of("acme", "globex", "initech")) {
            jobs(tenant);
        }
        target().isolate(
                        List.of("--tables", "batch_job_instance"),
                        "table.public.batch_job_instance.fill",
                        "sql:(case split_part(job_name, '.', 1) when 'acme' then '" + RealTarget.ACME
                                + "' when 'globex' then '" + RealTarget.GLOBEX + "' else '" + RealTarget.INITECH
                                + "' end)::uuid");
        for (String table : List.of(
                "batch_job_instance",
                "batch_job_execution",
                "batch_job_execution_params",
                "batch_step_execution",
                "batch_step_execution_context",
                "batch_job_execution_context")) {
            assertThat(target().counts(table)).as(table).containsExactly("200", "200", "200", "0");
        }
        assertThat(target().asTenant(
                                RealTarget.GLOBEX,
                                "select distinct split_part(job_name, '.', 1) from batch_job_instance"))
                .containsExactly("globex");
        assertThat(target().asTenant(
                                RealTarget.GLOBEX,
                                "select distinct parameter_value from batch_job_execution_params",
                                "select distinct short_context from batch_step_execution_context"))
                .containsExactly("globex", "globex");
        target().negativeControl("batch_step_execution_context", 600);
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
        RealTarget target = new RealTarget(database, folder);
        target.quartz();
        target.negativeControl("qrtz_cron_triggers", 150);
    }

    @Test
    void pgbench_runs_on_for_the_first_tenant_and_for_others() throws Exception {
        assumeTrue(
                pgbench("owner", "--version") == 0, "there is no pgbench on the path, which PostgreSQL brings along");
        assertThat(pgbench("owner", "-q", "-i", "-s", "1", "--foreign-keys")).isZero();
        assertThat(pgbench("owner", "-n", "-t", "50")).isZero();
        target().isolate(List.of("--tables", "pgbench_branches", "--tenant", RealTarget.ACME));
        assertThat(target().asTenant(RealTarget.ACME, "select count(*) from pgbench_accounts"))
                .containsExactly("100000");
        assertThat(target().asTenant(RealTarget.GLOBEX, "select count(*) from pgbench_accounts"))
                .containsExactly("0");
        // as it is, it is its tenant's application now
        assertThat(pgbench("app", "-n", "-t", "50")).isZero();
        assertThat(target().asTenant(RealTarget.ACME, "select count(*) from pgbench_history"))
                .containsExactly("100");
        database.sql(
                Role.SUPERUSER,
                "insert into pgbench_branches (bid, bbalance, tenant_id) values (2, 0, '" + RealTarget.GLOBEX + "')");
        assertThat(target().asTenant(RealTarget.GLOBEX, "select bid from pgbench_branches"))
                .containsExactly("2");
        assertThat(target().asTenant(RealTarget.ACME, "select bid from pgbench_branches"))
                .containsExactly("1");
        target().negativeControl("pgbench_branches", 2);
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
        command.environment().put("PGOPTIONS", "-c app.current_tenant=" + RealTarget.ACME);
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
}
