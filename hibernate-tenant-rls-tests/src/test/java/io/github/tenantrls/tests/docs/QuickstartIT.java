// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tenantrls.IsolationException;
import io.github.tenantrls.examples.quickstart.DemoServer;
import io.github.tenantrls.examples.quickstart.Quickstart;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The "Try it" of the README. */
class QuickstartIT {

    @Test
    void it_exits_with_zero_and_all_lines_are_ok() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Quickstart.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .doesNotContain("FAILED")
                .containsPattern("HQL +Apollo, Atlas +Basalt, Borealis +OK")
                .containsPattern("native insert +SQLSTATE 42501 +nothing written +OK")
                .containsPattern("find outside a transaction +1.00 +1.00 +OK")
                .containsPattern("drop policy .. on task +refused +OK")
                .contains("RLS004")
                .contains("All 19 lines are as they should be.");
    }

    /** The negative control: what prints OK must not do so on a database that does not isolate. */
    @Test
    void without_row_level_security_it_fails() throws Exception {
        try (DemoServer server = DemoServer.start()) {
            for (String table : List.of("project", "project_tags", "task")) {
                server.asSuperuser("alter table " + table + " disable row level security");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

            assertThatThrownBy(() -> Quickstart.run(server, Map.of(), out))
                    .rootCause()
                    .isInstanceOf(IsolationException.class);

            boolean ok = Quickstart.run(server, Map.of("hibernate.tenant_rls.verification", "off"), out);
            assertThat(ok).isFalse();
            assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .containsPattern("HQL +Apollo, Atlas, Basalt, Borealis .*FAILED")
                    .containsPattern("Criteria .*FAILED")
                    .containsPattern("native SQL .*FAILED")
                    .containsPattern("join .*FAILED")
                    .containsPattern("element collection .*FAILED")
                    .containsPattern("raw JDBC in doWork .*FAILED")
                    .containsPattern("update Task set done = true +2 changed +2 changed +FAILED")
                    .containsPattern("delete from Task +2 changed +2 changed +FAILED")
                    .containsPattern("native insert +SQLSTATE none +written +FAILED")
                    .containsPattern("drop policy .. on task +started +FAILED")
                    .containsPattern("\\d+ of 19 lines FAILED");
        }
    }
}
