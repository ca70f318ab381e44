// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.explain;

import io.github.tenantrls.internal.SqlName;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names in SQL. */
final class Sql {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private Sql() {}

    /** A qualified name, each part quoted. */
    static String name(String... parts) {
        return Arrays.stream(parts).map(SqlName::quote).collect(Collectors.joining("."));
    }

    /** A name as PostgreSQL prints it, but for reserved words. */
    static String plain(String name) {
        return PLAIN.matcher(name).matches() ? name : SqlName.quote(name);
    }

    /** Whether an expression has a name or an expression in it, as whole words. */
    static boolean mentions(String expression, String part) {
        return Pattern.compile("(?<![\\w$\"])" + Pattern.quote(part) + "(?![\\w$\"])")
                .matcher(expression)
                .find();
    }
}
