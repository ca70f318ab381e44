// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.jta;

import static io.github.tenantrls.tests.jta.JtaUnit.open;
import static io.github.tenantrls.tests.jta.JtaUnit.seen;
import static io.github.tenantrls.tests.support.Tenants.A;
import static io.github.tenantrls.tests.support.Tenants.B;
import static io.github.tenantrls.tests.support.Tenants.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.TenantRlsSettings;
import io.github.tenantrls.tests.jta.RecoveringApplication.Recovered;
import io.github.tenantrls.tests.jta.Stages.Stage;
import io.github.tenantrls.tests.support.Database;
import io.github.tenantrls.tests.support.Role;
import io.github.tenantrls.tests.support.TestSchema;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.xa.PGXADataSource;

/** A JVM crashes while it commits work of three tenants in two databases, and another one recovers it. */
class JtaRecoveryIT extends JtaTests {

    private static final String NEW_ROWS = "select tenant_id::text || name from item where id >= 7000 order by id";

    /** The database of the test class and another one, in a field that is not injected. */
    private final List<Database> both;

    private final Stages stagesOfSecond;

    @TempDir
    private Path log;

    JtaRecoveryIT(Database database) {
        super(database);
        TwoResourcesIT.assumePreparedTransactions(database);
        both = List.of(database, Database.create());
        JtaUnit.create(both.get(1));
        stagesOfSecond = new Stages(both.get(1));
    }

    @AfterEach
    void remove_what_is_new() {
        for (Database each : both) {
            for (String prepared : each.query(Role.SUPERUSER, prepared("gid"))) {
                each.sql(Role.SUPERUSER, "rollback prepared '" + prepared + "'");
            }
            each.sql(Role.SUPERUSER, "delete from item where id >= 7000");
        }
    }

    @AfterAll
    void dropSecond() throws Exception {
        stagesOfSecond.close();
        both.get(1).close();
    }

    @Test
    void what_was_to_be_committed_is_there_for_its_own_tenants_after_recovery() throws Exception {
        crash("commit");
        assertOnlyPrepared();
        assertThat(recovered()).containsExactly("COMMIT PREPARED", "COMMIT PREPARED");
        assertNothingPrepared();
        assertThat(newRows(0)).containsExactly(A + "a", C + "c");
        assertThat(newRows(1)).containsExactly(B + "b", A + "a");
        assertSees(stages, "a31", "b30", "c31");
        assertSees(stagesOfSecond, "a31", "b31", "c30");
        assertSeenByAllWithoutPolicies();
    }

    @Test
    void what_the_transaction_manager_had_not_decided_is_rolled_back() throws Exception {
        crash("prepare");
        assertOnlyPrepared();
        assertThat(recovered()).containsExactly("ROLLBACK PREPARED", "ROLLBACK PREPARED");
        assertNothingPrepared();
        assertSees(stages, "a30", "b30", "c30");
        assertSees(stagesOfSecond, "a30", "b30", "c30");
    }

    /** It would be in use, while Narayana asks again for a resource that it misses. */
    @Test
    void the_documented_helper_keeps_its_connection_until_it_is_lost() throws Exception {
        PGXADataSource dataSource = new PGXADataSource();
        dataSource.setURL(database.url());
        dataSource.setUser(database.user(Role.APP));
        dataSource.setPassword(database.password(Role.APP));
        Recovered helper = new Recovered(dataSource);
        XAResource first = helper.getXAResources()[0];
        assertThat(helper.getXAResources()).containsExactly(first);
        String backend = JtaUnit.value(((XAConnection) first).getConnection(), "select pg_backend_pid()");
        database.sql(Role.SUPERUSER, "select pg_terminate_backend(" + backend + ", 10000)");
        XAResource second = helper.getXAResources()[0];
        assertThat(second).isNotSameAs(first);
        assertThat(second.recover(XAResource.TMSTARTRSCAN)).isEmpty();
        ((XAConnection) second).close();
    }

    /** Both databases hold what nobody sees, whatever its tenant. */
    private void assertOnlyPrepared() throws Exception {
        for (Database each : both) {
            assertThat(each.query(Role.SUPERUSER, prepared("owner"))).containsExactly("app");
            assertThat(each.query(Role.SUPERUSER, NEW_ROWS)).isEmpty();
        }
        assertSees(stages, "a30", "b30", "c30");
        assertSees(stagesOfSecond, "a30", "b30", "c30");
    }

    private void assertSeenByAllWithoutPolicies() throws Exception {
        TestSchema.of(database).unprotect("item");
        try (SessionFactory factory = JtaUnit.factories(
                        database, stages.of(Pool.AGROAL_XA).dataSource())
                .with(TenantRlsSettings.VERIFICATION, "off")
                .open()) {
            Global.rolledBack(() -> assertThat(seen(open(factory, B))).isEqualTo("a31b30c31d30"));
        } finally {
            TestSchema.of(database).protect("item");
        }
    }

    private void assertNothingPrepared() {
        for (Database each : both) {
            assertThat(each.query(Role.SUPERUSER, prepared("gid"))).isEmpty();
        }
    }

    private static String prepared(String column) {
        return "select " + column + " from pg_prepared_xacts where database = current_database()";
    }

    /** What A, B and C see. */
    private static void assertSees(Stages stages, String... rows) throws Exception {
        Stage stage = stages.of(Pool.AGROAL_XA);
        Global.committed(() -> {
            List<String> seen = new ArrayList<>();
            for (UUID tenant : List.of(A, B, C)) {
                seen.add(seen(open(stage.factory(), tenant)));
            }
            assertThat(seen).containsExactly(rows);
        });
        JtaUnit.assertNothingLeft(stage.dataSource());
    }

    private List<@Nullable String> newRows(int index) {
        return both.get(index).query(Role.SUPERUSER, NEW_ROWS);
    }

    private void crash(String at) throws Exception {
        run(CrashingApplication.class, HaltingResource.STATUS, "-D" + HaltingResource.ARMED + '=' + at);
    }

    /** The last that was done on each connection on which there is nothing left. */
    private List<String> recovered() throws Exception {
        String said = run(
                RecoveringApplication.class,
                0,
                "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1", // seconds between both looks at a resource
                "-DJTAEnvironmentBean.orphanSafetyInterval=100"); // milliseconds for which nobody decides
        return said.lines()
                .filter(line -> line.startsWith(RecoveringApplication.NOTHING_LEFT))
                .map(line -> line.substring(RecoveringApplication.NOTHING_LEFT.length())
                        .replaceFirst(" '.*", ""))
                .toList();
    }

    private String run(Class<?> application, int status, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1"));
        for (String store : Pool.STORES) {
            command.add("-D" + store + '=' + log);
        }
        command.addAll(List.of(options));
        command.addAll(List.of(
                application.getName(),
                both.get(0).url(),
                both.get(1).url(),
                database.user(Role.APP),
                database.password(Role.APP)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(status);
        return said;
    }
}
