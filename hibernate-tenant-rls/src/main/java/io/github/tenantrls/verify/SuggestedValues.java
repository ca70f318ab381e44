// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.verify;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values for a column that the literals in the text of conditions suggest; whether they fit, the server decides. */
final class SuggestedValues {

    private static final Pattern TEXT = Pattern.compile("'((?:[^']|'')*)'");
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(?:\\.\\d+)?(?![\\w.])");
    private static final int LONGEST = 1000;

    private final ProbeColumn column;
    private final Set<String> values = new LinkedHashSet<>();

    private SuggestedValues(ProbeColumn column) {
        this.column = column;
    }

    static Set<String> from(String conditions, ProbeColumn column) {
        SuggestedValues suggested = new SuggestedValues(column);
        Matcher texts = TEXT.matcher(conditions);
        while (texts.find()) {
            suggested.text(texts.group(1).replace("''", "'"));
        }
        Matcher numbers = NUMBER.matcher(conditions);
        while (numbers.find()) {
            suggested.number(numbers.group());
        }
        return suggested.values;
    }

    private void text(String text) {
        if (column.isNumber()) {
            if (text.matches("-?\\d+(\\.\\d+)?")) { // a negative number is written as a text with a cast
                around(new BigDecimal(text));
            }
            return;
        }
        values.add(text);
        if (column.isText()) {
            RegexSample.of(text).ifPresent(values::add);
            values.add(text.replace("%", "").replace("_", "a")); // as a pattern of LIKE
        }
    }

    private void number(String number) {
        if (column.isNumber()) {
            around(new BigDecimal(number));
        } else if (column.isText() && number.length() < 4) {
            int length = Integer.parseInt(number);
            for (int n = Math.max(length - 1, 0); n <= Math.min(length + 1, LONGEST); n++) {
                values.add(SampleValues.word(n)); // as a length
            }
        }
    }

    private void around(BigDecimal number) {
        for (BigDecimal near :
                new BigDecimal[] {number, number.add(BigDecimal.ONE), number.subtract(BigDecimal.ONE), number.negate()
                }) {
            if (!column.kind().startsWith("int") || near.stripTrailingZeros().scale() <= 0) {
                values.add(near.toPlainString());
            }
        }
    }
}
