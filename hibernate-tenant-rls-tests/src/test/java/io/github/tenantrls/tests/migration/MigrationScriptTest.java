// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tenantrls.migration.MigrationPhase;
import io.github.tenantrls.migration.MigrationPlan;
import io.github.tenantrls.migration.MigrationScript;
import io.github.tenantrls.migration.MigrationStep;
import io.github.tenantrls.migration.ScriptFile;
import io.github.tenantrls.migration.ScriptFormat;
import io.github.tenantrls.migration.StepKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and forms of the files; what they do is tested by the tools that they are for. */
class MigrationScriptTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1",
                "R__views.sql, U9__undo.sql, afterMigrate.sql | 1",
                "V1__a.sql, V2__b.sql, V10__c.sql | 11",
                "V1__a.sql, V1.2__b.sql | 1.3",
                "V1.9__a.sql, V1.10__b.sql | 1.11",
                "V2__a.sql, V1.9__b.sql | 3",
                "V1_9__a.sql, V1_8__b.sql | 1_10",
                "V007__a.sql | 008",
                "V099__a.sql | 100",
                "V20260101__a.sql, V3__b.sql | 20260102",
                "V20261231235959123__a.sql | 20261231235959124",
                "B5__baseline.sql | 6",
                "V1__a.sql, V4__b.java | 5",
            })
    void the_version_for_flyway_is_the_one_behind_the_highest(String names, String expected) throws IOException {
        Files.createDirectories(folder.resolve("below"));
        for (String name : names.split(", ")) {
            if (!name.isEmpty()) {
                Files.writeString(folder.resolve("below").resolve(name), "");
            }
        }
        assertThat(MigrationScript.files(plan(step("a", true)), ScriptFormat.FLYWAY, folder))
                .map(file -> file.name().toString())
                .containsExactly("V" + expected + "__tenant_isolation.sql", "U" + expected + "__tenant_isolation.sql");
    }

    @Test
    void what_must_not_share_a_transaction_has_files_of_its_own_for_flyway() {
        List<ScriptFile> files = MigrationScript.files(
                plan(step("a", true), step("b", true), step("c", false), step("d", true)), ScriptFormat.FLYWAY, folder);
        assertThat(files)
                .map(file -> file.name().toString())
                .containsExactly(
                        "V1__tenant_isolation_prepare.sql",
                        "U1__tenant_isolation_prepare.sql",
                        "V2__tenant_isolation_prepare.sql",
                        "V2__tenant_isolation_prepare.sql.conf",
                        "U2__tenant_isolation_prepare.sql",
                        "V3__tenant_isolation_prepare.sql",
                        "U3__tenant_isolation_prepare.sql");
        assertThat(files.get(3).text()).isEqualTo("executeInTransaction=false\n");
        assertThat(files.get(0).text()).isEqualTo("""
                        -- What is not done here, and is yours to do or to know:
                        -- - a note  drop table x
                        set local lock_timeout = '5s';

                        -- do a
                        select 'a';

                        -- do b
                        select 'b';
                        """);
        assertThat(files.get(1).text()).isEqualTo("""
                        set local lock_timeout = '5s';

                        -- take back: do b
                        select 'undo b';

                        -- take back: do a
                        select 'undo a';
                        """);
        assertThat(files.get(2).text()).doesNotContain("set local");
    }

    @Test
    void what_looks_like_a_placeholder_of_flyway_is_left_alone() {
        assertThat(MigrationScript.files(plan(step("${x}", true)), ScriptFormat.FLYWAY, folder))
                .filteredOn(file -> file.name().toString().endsWith(".conf"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.text()).isEqualTo("placeholderReplacement=false\n"));
    }

    @Test
    void a_changeset_of_liquibase_has_the_same_id_wherever_its_step_stands() {
        String alone = text(ScriptFormat.LIQUIBASE, plan(step("b", false)));
        String second = text(ScriptFormat.LIQUIBASE, plan(step("a", true), step("b", false)));
        assertThat(second).endsWith(alone.substring(alone.indexOf("\n--changeset")));
        assertThat(alone)
                .startsWith("--liquibase formatted sql\n")
                .containsPattern("--changeset tenant-rls:key-[0-9a-f-]{36} splitStatements:false"
                        + " rollbackSplitStatements:false stripComments:false runInTransaction:false\n--comment: do b\n"
                        + "select 'b';\n--rollback select 'undo b';\n");
    }

    @Test
    void a_plan_without_steps_has_no_files() {
        for (ScriptFormat format : ScriptFormat.values()) {
            assertThat(MigrationScript.files(new MigrationPlan(List.of(), List.of("a note")), format, folder))
                    .isEmpty();
        }
    }

    /** Else a name could have the rest of it run. */
    @Test
    void no_name_ends_the_comment_that_it_stands_in() {
        for (ScriptFormat format : ScriptFormat.values()) {
            assertThat(text(format, plan(step("a\r\ndrop table x\u2028;", true)))
                            .lines())
                    .as(format.name())
                    .noneMatch(line -> line.startsWith("drop table x"));
        }
    }

    private String text(ScriptFormat format, MigrationPlan plan) {
        return MigrationScript.files(plan, format, folder).get(0).text();
    }

    private static MigrationPlan plan(MigrationStep... steps) {
        return new MigrationPlan(List.of(steps), List.of("a note\n\ndrop table x"));
    }

    private static MigrationStep step(String name, boolean transactional) {
        String literal = name.replaceAll("[\\p{Cntrl}\\u2028]", "");
        return new MigrationStep(
                MigrationPhase.PREPARE,
                StepKind.KEY,
                "public.t",
                "do " + name,
                List.of("select '" + literal + "'"),
                List.of("select 'undo " + literal + "'"),
                transactional,
                null);
    }
}
