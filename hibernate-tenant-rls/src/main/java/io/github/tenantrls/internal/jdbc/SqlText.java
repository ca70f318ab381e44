// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import io.github.tenantrls.TenantRlsException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * What the text of a statement does to the binding, found once. Immutable.
 *
 * <p>Text is refused where its commands would run with no tenant or another one's, and the library could not step in
 * between. It is read as the driver reads it; what a function does inside is not seen.
 */
final class SqlText {

    /** Each of these, among several commands, leaves those behind it without the binding. */
    private static final Set<String> UNBINDING = Set.of(
            "abort", "begin", "commit", "discard", "end", "prepare transaction", "reset all", "rollback", "start");

    private static final Pattern CURSOR_QUERY = Pattern.compile("(?i)\\bfor\\b");
    private static final Pattern HOLD = Pattern.compile("(?i)\\bwith\\s+hold\\b");
    private static final Pattern QUOTED_NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"");

    private final boolean utility;
    private final boolean resetsSettings;
    private final boolean semicolon;
    private final boolean several;
    private final boolean changesSettings;
    private final @Nullable String refusal;

    private SqlText(String sql, GuardedSettings guarded, boolean partOfBatch, boolean standardStrings)
            throws SQLException {
        utility = UtilityCommands.contain(sql);
        resetsSettings = utility && UtilityCommands.firstTwoWords(sql).equals("reset all");
        semicolon = sql.indexOf(';') >= 0;
        several = UtilityCommands.severalCommands(sql);
        changesSettings = GuardedSettings.containsIgnoringCase(sql, "set_config");
        refusal = several ? refusalOfAny(sql, guarded, standardStrings) : refusal(sql, guarded, partOfBatch);
    }

    /**
     * Reads a text.
     *
     * @param guarded what it must not set
     * @param partOfBatch whether other commands are sent together with it
     * @param standardStrings whether a backslash in a literal is just that
     */
    static SqlText of(String sql, GuardedSettings guarded, boolean partOfBatch, boolean standardStrings)
            throws SQLException {
        return new SqlText(sql, guarded, partOfBatch, standardStrings);
    }

    /**
     * Refuses the text if it must not be sent.
     *
     * @throws TenantRlsException with the remedy
     */
    void check() {
        if (refusal != null) {
            throw new TenantRlsException(refusal);
        }
    }

    /** Whether it passes without a tenant. */
    boolean passes() {
        return utility;
    }

    /** Whether it leaves the variable empty in the middle of a transaction. */
    boolean resetsSettings() {
        return resetsSettings;
    }

    /** Whether it can be sent in one text with the binding. */
    boolean composes() {
        return !utility && !semicolon && !changesSettings && refusal == null;
    }

    boolean isSeveral() {
        return several;
    }

    /** Whether it is not known afterwards what the session variable holds. */
    boolean leavesUnknown() {
        return utility || semicolon || changesSettings;
    }

    private static @Nullable String refusalOfAny(String sql, GuardedSettings guarded, boolean standardStrings)
            throws SQLException {
        List<NativeQuery> commands = Parser.parseJdbcSql(sql, standardStrings, false, true, false, true);
        for (NativeQuery command : commands) {
            String refusal = refusal(command.nativeSql, guarded, commands.size() > 1);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String refusal(String command, GuardedSettings guarded, boolean amongOthers) {
        String words = UtilityCommands.firstTwoWords(command);
        String first = words.split(" ", 2)[0];
        if (amongOthers && (UNBINDING.contains(first) || UNBINDING.contains(words))) {
            return "A command that ends or begins a transaction, or resets settings, is refused among several commands"
                    + " that are sent together, since those behind it would run without the tenant; send it by itself, or"
                    + " better by the methods of the connection";
        }
        if (first.equals("declare") && isHeld(command)) {
            return "A cursor WITH HOLD is refused, since it would outlive its transaction and with it the tenant; declare"
                    + " it without, or read the rows before the commit";
        }
        return guarded.refusal(command, first);
    }

    private static boolean isHeld(String declaration) {
        String plain = QUOTED_NAME.matcher(GuardedSettings.plain(declaration)).replaceAll("name");
        return HOLD.matcher(CURSOR_QUERY.split(plain, 2)[0]).find();
    }
}
