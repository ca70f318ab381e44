// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.migration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A changelog of formatted SQL of Liquibase: a changeset for each step, with the statements that take it back. */
final class LiquibaseScript {

    private static final Pattern NAME = Pattern.compile("tenant-rls-([0-9]{1,9})\\.sql");

    private LiquibaseScript() {}

    /** Liquibase takes changesets of one file and id for the same, so another plan has another file. */
    static List<ScriptFile> files(MigrationPlan plan, List<String> names) {
        int number = names.stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElse(0);
        String text = "--liquibase formatted sql\n" + ScriptText.notes(plan)
                + plan.steps().stream().map(LiquibaseScript::changeset).collect(Collectors.joining());
        return List.of(new ScriptFile(Path.of("tenant-rls-" + (number + 1) + ".sql"), text));
    }

    /** The driver splits statements, and knows better than Liquibase where they end. */
    private static String changeset(MigrationStep step) {
        String timeout = step.transactional() ? ScriptText.statements(List.of(ScriptText.LOCK_TIMEOUT)) : "";
        return "\n--changeset tenant-rls:" + id(step) + " splitStatements:false rollbackSplitStatements:false"
                + " stripComments:false" + (step.transactional() ? "" : " runInTransaction:false") + "\n--comment: "
                + ScriptText.oneLine(step.description()) + "\n" + timeout
                + ScriptText.statements(ScriptText.of(step)) + rollback(step.undo());
    }

    /** The same for the same step, wherever it stands. */
    private static String id(MigrationStep step) {
        String text = String.join("\n", step.statements());
        return step.kind().name().toLowerCase(Locale.ROOT) + "-"
                + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rollback(List<String> undo) {
        return undo.isEmpty()
                ? "--rollback empty\n"
                : ScriptText.statements(undo)
                        .lines()
                        .map(line -> "--rollback " + line + "\n")
                        .collect(Collectors.joining());
    }
}
