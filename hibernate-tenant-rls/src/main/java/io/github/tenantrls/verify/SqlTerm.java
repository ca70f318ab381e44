// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.List;

/** A part of SQL text. Immutable. */
sealed interface SqlTerm {

    /** The part as SQL. */
    String text();

    /**
     * A keyword, a name or a number.
     *
     * @param name what it means: without quotes, and in lower case where it has none
     * @param text the part as SQL
     */
    record Word(String name, String text) implements SqlTerm {

        boolean isKeyword(String keyword) {
            return text.equalsIgnoreCase(keyword);
        }
    }

    /**
     * A text.
     *
     * @param value what it means
     * @param text the part as SQL
     */
    record Literal(String value, String text) implements SqlTerm {}

    /**
     * An operator, or punctuation.
     *
     * @param text the part as SQL
     */
    record Symbol(String text) implements SqlTerm {}

    /**
     * What stands in parentheses or brackets.
     *
     * @param open the bracket that opens it
     * @param content what stands within
     */
    record Group(char open, SqlPhrase content) implements SqlTerm {

        Group(char open, List<SqlTerm> content) {
            this(open, new SqlPhrase(content));
        }

        @Override
        public String text() {
            return open + content.text() + (open == '(' ? ')' : ']');
        }
    }
}
