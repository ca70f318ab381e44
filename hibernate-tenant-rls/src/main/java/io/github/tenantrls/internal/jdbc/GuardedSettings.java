// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.internal.jdbc;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection that only this library may change, as far as the text of a statement shows that it would.
 * That catches mistakes; a function, or a name put together in SQL, is not seen.
 *
 * @param variable the session variable that carries the tenant
 * @param role whether the current role is one of them: where sessions of the system take one on
 */
record GuardedSettings(String variable, boolean role) {

    private static final Pattern SPACE = Pattern.compile("\\s");
    private static final Pattern CHANGES_ROLE = Pattern.compile(
            "(?i)^\\s*(set|reset)\\s+((local|session)\\s+)?(role\\b|session\\s+authorization\\b|session_authorization\\b)");
    private static final Pattern NAMES_ROLE = Pattern.compile("(?i)['$]\\s*(role|session_authorization)\\s*['$]");

    /** A name in which characters are written as their numbers. */
    private static final Pattern SPELLED = Pattern.compile("(?i)\\bu&\"");

    /**
     * Why a command must not be sent.
     *
     * @param command one command
     * @param first its first word, in lower case
     * @return what happened, why, and what to do; null if it may be sent
     */
    @Nullable
    String refusal(String command, String first) {
        if (setsVariable(command, first)) {
            return "A statement that sets " + variable + " is refused, since this session works for its own tenant;"
                    + " open a session inside of TenantContext.runAs(..) for another one";
        }
        if (role && setsRole(command, first)) {
            return "A statement that sets the role is refused, since the role of the system is taken on and given back with"
                    + " the tenant; open a session inside of TenantContext.runAsSystem(..), or use a connection of your own";
        }
        return null;
    }

    private boolean setsVariable(String command, String first) {
        return containsIgnoringCase(command, "set_config") && containsIgnoringCase(command, variable)
                || sets(first) && setsName(plain(command));
    }

    private boolean setsName(String command) {
        return SPELLED.matcher(command).find()
                || SPACE.matcher(command.replace("\"", ""))
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT)
                        .contains(variable);
    }

    private static boolean setsRole(String command, String first) {
        return containsIgnoringCase(command, "set_config")
                        && NAMES_ROLE.matcher(command).find()
                || sets(first)
                        && CHANGES_ROLE
                                .matcher(plain(command).replace('"', ' '))
                                .find();
    }

    private static boolean sets(String first) {
        return first.equals("set") || first.equals("reset");
    }

    /** With a blank for each comment. */
    static String plain(String command) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < command.length(); at++) {
            int next = UtilityCommands.skipBlanks(command, at);
            plain.append(next > at ? ' ' : command.charAt(at));
            at = Math.max(at, next - 1);
        }
        return plain.toString();
    }

    static boolean containsIgnoringCase(String text, String part) {
        for (int at = 0; at <= text.length() - part.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
