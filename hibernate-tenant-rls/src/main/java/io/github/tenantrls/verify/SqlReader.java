// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SQL text into terms. Takes any text: what the server wrote, and bodies of functions as people wrote them.
 *
 * <p>Comments are left out; what cannot be read is a symbol, and text with very deep parentheses as a whole.
 */
final class SqlReader {

    private static final Pattern SPACE = Pattern.compile("(?:\\s++|--[^\\n]*+|(?s:/\\*.*?\\*/))+");
    private static final Pattern ESCAPED = Pattern.compile("(?s)[eE]'([^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+)'");
    private static final Pattern QUOTED = Pattern.compile("'([^']*+(?:''[^']*+)*+)'");
    private static final Pattern DOLLARS = Pattern.compile("(?s)(\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$)(.*?)\\1");
    private static final Pattern QUOTED_NAME = Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+)*+)\"");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*+|\\p{N}[\\p{N}.]*+");
    private static final Pattern OPERATOR = Pattern.compile("[-+*/<>=~!@#%^&|`?:]++|(?s:.)");

    /** No stack is too small for what is nested no deeper; people and the server stay far below. */
    private static final int DEEPEST = 100;

    private final Matcher matcher;
    private int position;
    private int depth;
    private boolean tooDeep;

    private SqlReader(String sql) {
        this.matcher = Pattern.compile("").matcher(sql);
    }

    static SqlPhrase read(String sql) {
        SqlReader reader = new SqlReader(sql);
        List<SqlTerm> terms = new ArrayList<>();
        while (reader.position < sql.length()) {
            terms.addAll(reader.terms()); // a bracket too many ends it early
        }
        return new SqlPhrase(reader.tooDeep ? List.of(new SqlTerm.Symbol(sql)) : terms);
    }

    /** The terms to the end, or to the bracket that closes. */
    private List<SqlTerm> terms() {
        List<SqlTerm> terms = new ArrayList<>();
        while (true) {
            next(SPACE);
            if (position >= matcher.regionEnd()) {
                return terms;
            }
            SqlTerm term = term();
            if (term.text().equals(")") || term.text().equals("]")) {
                return terms;
            }
            terms.add(term);
        }
    }

    private SqlTerm term() {
        if (next(ESCAPED)) {
            return new SqlTerm.Literal(matcher.group(1).replaceAll("\\\\(.)|'(')", "$1$2"), matcher.group());
        }
        if (next(QUOTED)) {
            return new SqlTerm.Literal(matcher.group(1).replace("''", "'"), matcher.group());
        }
        if (next(DOLLARS)) {
            return new SqlTerm.Literal(matcher.group(2), matcher.group());
        }
        if (next(QUOTED_NAME)) {
            return new SqlTerm.Word(matcher.group(1).replace("\"\"", "\""), matcher.group());
        }
        if (next(WORD)) {
            return new SqlTerm.Word(matcher.group().toLowerCase(Locale.ROOT), matcher.group());
        }
        next(OPERATOR);
        char symbol = matcher.group().charAt(0);
        return symbol == '(' || symbol == '[' ? group(symbol) : new SqlTerm.Symbol(matcher.group());
    }

    private SqlTerm group(char open) {
        if (depth == DEEPEST) {
            tooDeep = true;
            position = matcher.regionEnd();
            return new SqlTerm.Symbol(String.valueOf(open));
        }
        depth++;
        SqlTerm group = new SqlTerm.Group(open, terms());
        depth--;
        return group;
    }

    private boolean next(Pattern pattern) {
        matcher.usePattern(pattern).region(position, matcher.regionEnd());
        boolean found = matcher.lookingAt();
        if (found) {
            position = matcher.end();
        }
        return found;
    }
}
